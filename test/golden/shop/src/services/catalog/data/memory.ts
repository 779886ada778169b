import { type MemoryWorld, memoryRepository } from "../../../platform/kernel/memory.ts";
import type { Repositories } from "../application/ports.ts";
import type { Category } from "../domain/category.ts";
import type { Product } from "../domain/product.ts";
import type { StockReservation } from "../domain/stock-reservation.ts";
import type { Tag } from "../domain/tag.ts";

/** The same repositories in memory, for tests, under the constraints that the database has. */
export const memoryRepositories = (world: MemoryWorld): Repositories => ({
  categories: memoryRepository<Category>(world, {
    name: "categories",
    unique: [{ constraint: "categories_name_key", of: (row) => [row.name] }],
    references: [],
    searched: [],
  }),
  tags: memoryRepository<Tag>(world, {
    name: "tags",
    unique: [{ constraint: "tags_label_key", of: (row) => [row.label] }],
    references: [],
    searched: [],
  }),
  products: memoryRepository<Product>(world, {
    name: "products",
    unique: [{ constraint: "products_sku_key", of: (row) => [row.sku] }],
    references: [
      { constraint: "products_category_fkey", table: "categories", ids: (row) => [row.category] },
      { constraint: "products_tags_member_fkey", table: "tags", ids: (row) => row.tags },
    ],
    searched: [],
  }),
  stockReservations: memoryRepository<StockReservation>(world, {
    name: "stock_reservations",
    unique: [{ constraint: "stock_reservations_order_key", of: (row) => [row.order] }],
    references: [
      {
        constraint: "reserved_lines_product_fkey",
        table: "products",
        ids: (row) => row.lines.map((one) => one.product),
      },
    ],
    searched: [],
  }),
});
