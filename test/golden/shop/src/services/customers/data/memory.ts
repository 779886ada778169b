import { type MemoryWorld, memoryRepository } from "../../../platform/kernel/memory.ts";
import type { Repositories } from "../application/ports.ts";
import type { Customer } from "../domain/customer.ts";

/** The same repositories in memory, for tests, under the constraints that the database has. */
export const memoryRepositories = (world: MemoryWorld): Repositories => ({
  customers: memoryRepository<Customer>(world, {
    name: "customers",
    unique: [{ constraint: "customers_email_key", of: (row) => [row.email] }],
    references: [],
    searched: [],
  }),
});
