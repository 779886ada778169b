import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryEnvelope } from "../kernel/deadline.ts";
import type { User } from "../kernel/envelope.ts";
import { checked, type Json } from "../kernel/json.ts";
import type { ListQuery } from "../kernel/listing.ts";
import { isGranted, type Policy, withinReach } from "../kernel/policy.ts";
import type { Repository, Stored } from "../kernel/repository.ts";
import { onMemory, onPostgres, rowsOf, type Store, type Subject } from "./repositories.ts";

interface Filters {
  readonly repository: string;
  /** Policies by name, each with its condition as a query says it. */
  readonly policies: Readonly<Record<string, Policy<never>>>;
}

const QUERY: ListQuery = { limit: 100, sort: "id", descending: false, after: null, filters: {}, search: null };
const STRANGER = "ffffffff-ffff-7fff-8fff-fffffffffffe";
const TIMES = ["2000-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z"];

/** A user of every id that a row names, and one that none names; with no role and with all. */
const usersFor = (rows: readonly Stored[], roles: readonly string[]): readonly User[] => {
  const values = rows.flatMap((row): readonly Json[] => Object.values(row));
  const ids = values.filter((value) => typeof value === "string" && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-/.test(value));
  return [...new Set([...ids.map(String), STRANGER])].flatMap((id) => [
    { id, roles: [] },
    { id, roles },
  ]);
};

/** A list shows just the rows of which the policy holds, in memory and on Postgres alike. */
export const describePolicies = (subject: Subject, filters: readonly Filters[], roles: readonly string[]): void => {
  const cases = filters.flatMap(({ repository, policies }) =>
    Object.entries(policies).map(([name, policy]) => ({ repository, name, policy })),
  );
  describe.each([
    { place: "in memory", open: onMemory },
    { place: "on Postgres", open: onPostgres },
  ])("policies $place", ({ open }) => {
    let store: Store;
    beforeAll(async () => {
      store = await open(subject);
      for (const one of subject.samples) await insertAll(rowsOf(store, one.repository), store, one.rows);
    });
    afterAll(async () => {
      for (const one of [...subject.samples].reverse()) await removeAll(rowsOf(store, one.repository), store, one.rows);
      await store.end();
    });
    test.each(cases)("$name filters $repository", async ({ repository, policy }) => {
      const rows = rowsOf(store, repository);
      const { items: all } = await rows.list(store.database, QUERY);
      for (const user of usersFor(all, roles)) {
        const told: boolean[] = [];
        const envelope = { ...memoryEnvelope(), user, decided: (allowed: boolean) => told.push(allowed) };
        for (const now of TIMES) {
          const grants = [{ only: policy }];
          const listed = await rows.list(store.database, withinReach(QUERY, grants, envelope, now));
          const held = all.filter((row) => isGranted(grants, envelope, now, checked<never>(row)));
          expect(listed.items).toEqual(held);
          expect(told.splice(0)).toEqual(all.map((row) => held.includes(row)));
        }
      }
    });
  });
};

const insertAll = async (rows: Repository<Stored>, { database }: Store, all: readonly Stored[]): Promise<void> => {
  for (const row of all) await rows.insert(database, row);
};

const removeAll = async (rows: Repository<Stored>, { database }: Store, all: readonly Stored[]): Promise<void> => {
  for (const row of all) await rows.remove(database, row);
};
