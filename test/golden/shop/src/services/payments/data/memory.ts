import { type MemoryWorld, memoryRepository } from "../../../platform/kernel/memory.ts";
import type { Repositories } from "../application/ports.ts";
import type { Payment } from "../domain/payment.ts";

/** The same repositories in memory, for tests, under the constraints that the database has. */
export const memoryRepositories = (world: MemoryWorld): Repositories => ({
  payments: memoryRepository<Payment>(world, {
    name: "payments",
    unique: [{ constraint: "payments_order_key", of: (row) => [row.order] }],
    references: [],
    searched: [],
  }),
});
