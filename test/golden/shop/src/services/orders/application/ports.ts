import type { Repository } from "../../../platform/kernel/repository.ts";
import type { World } from "../../../platform/kernel/world.ts";
import type { CatalogClient } from "../../catalog/contract.ts";
import type { Order } from "../domain/order.ts";

export interface Repositories {
  readonly orders: Repository<Order>;
}

/** What the use cases need: the world, the rows of their own service, and the services that they call. */
export interface Ports extends World {
  readonly repositories: Repositories;
  readonly catalog: CatalogClient;
}
