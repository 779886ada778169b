import type { Repository } from "../../../platform/kernel/repository.ts";
import type { World } from "../../../platform/kernel/world.ts";
import type { Payment } from "../domain/payment.ts";

export interface Repositories {
  readonly payments: Repository<Payment>;
}

/** What the use cases need: the world, the rows of their own service, and the services that they call. */
export interface Ports extends World {
  readonly repositories: Repositories;
}
