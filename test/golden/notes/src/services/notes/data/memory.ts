import { type MemoryWorld, memoryRepository } from "../../../platform/kernel/memory.ts";
import type { Repositories } from "../application/ports.ts";
import type { Note } from "../domain/note.ts";

/** The same repositories in memory, for tests, under the constraints that the database has. */
export const memoryRepositories = (world: MemoryWorld): Repositories => ({
  notes: memoryRepository<Note>(world, {
    name: "notes",
    unique: [],
    references: [],
    searched: [],
  }),
});
