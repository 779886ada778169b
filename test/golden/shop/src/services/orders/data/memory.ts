import { type MemoryWorld, memoryRepository } from "../../../platform/kernel/memory.ts";
import type { Repositories } from "../application/ports.ts";
import type { Order } from "../domain/order.ts";

/** The same repositories in memory, for tests, under the constraints that the database has. */
export const memoryRepositories = (world: MemoryWorld): Repositories => ({
  orders: memoryRepository<Order>(world, {
    name: "orders",
    unique: [],
    references: [],
    searched: [],
  }),
});
