import { describe, expect, it } from "vitest";
import { ConstraintError, UNDONE_UNSEEN } from "../../templates/platform/src/platform/kernel/faults.ts";
import { memoryRepository, memoryWorld } from "../../templates/platform/src/platform/kernel/memory.ts";
import { fail, ok } from "../../templates/platform/src/platform/kernel/result.ts";
import type { Queries } from "../../templates/platform/src/platform/kernel/world.ts";

const row = (id: string) => ({ id, version: 1, name: "same", createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" });

const named = () => {
  const world = memoryWorld();
  const table = { name: "things", unique: [{ constraint: "things_name", of: ({ name }: { name: string }) => [name] }], references: [], searched: [] };
  const things = memoryRepository<ReturnType<typeof row>>(world, table);
  const insertTwice = async (queries: Queries): Promise<void> => {
    await things.insert(queries, row("a"));
    await expect(things.insert(queries, row("b"))).rejects.toBeInstanceOf(ConstraintError);
  };
  return { world, things, insertTwice };
};

describe("a transaction in memory, as one in a database", () => {
  it("keeps nothing where a failure was caught within it, and says so", async () => {
    const { world, things, insertTwice } = named();
    const work = world.database.transaction(async (transaction) => {
      await insertTwice(transaction);
      return ok("kept");
    });
    await expect(work).rejects.toThrow(UNDONE_UNSEEN);
    expect(await things.get(world.database, "a")).toBeNull();
  });

  it("fails as its work says", async () => {
    const { world, insertTwice } = named();
    const work = world.database.transaction(async (transaction) => {
      await insertTwice(transaction);
      return fail("conflict", "twice");
    });
    expect(await work).toEqual(fail("conflict", "twice"));
  });
});
