import type { Repository } from "../../../platform/kernel/repository.ts";
import type { World } from "../../../platform/kernel/world.ts";
import type { Category } from "../domain/category.ts";
import type { Product } from "../domain/product.ts";
import type { StockReservation } from "../domain/stock-reservation.ts";
import type { Tag } from "../domain/tag.ts";

export interface Repositories {
  readonly categories: Repository<Category>;
  readonly tags: Repository<Tag>;
  readonly products: Repository<Product>;
  readonly stockReservations: Repository<StockReservation>;
}

/** What the use cases need: the world, the rows of their own service, and the services that they call. */
export interface Ports extends World {
  readonly repositories: Repositories;
}
