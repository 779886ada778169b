import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConstraintError } from "../kernel/faults.ts";
import type { ListQuery } from "../kernel/listing.ts";
import { onMemory, onPostgres, rowsOf, type Store, type Subject } from "./repositories.ts";

interface Belonging {
  readonly repository: string;
  /** Whether a row refers to another one of its tenant. */
  readonly bound: boolean;
}

const OTHER = "01900000-0000-7000-8000-0000000000bb";
const OTHER_ID = "ffffffff-ffff-7fff-8fff-ffffffffffff";
const QUERY: ListQuery = { limit: 100, sort: "id", descending: false, after: null, filters: {}, search: null };

/** Whatever is asked of one tenant's rows in another's name, they are not there. */
export const describeTenants = (subject: Subject, belonging: readonly Belonging[]): void => {
  const ours = belonging.flatMap(({ repository, bound }) =>
    subject.samples.filter((sample) => sample.repository === repository).map((sample) => ({ ...sample, bound })),
  );
  describe.each([
    { place: "in memory", open: onMemory },
    { place: "on Postgres", open: onPostgres },
  ])("tenants $place", ({ open }) => {
    let store: Store;
    beforeAll(async () => {
      store = await open(subject);
      for (const { repository, rows } of subject.samples) {
        for (const row of rows) await rowsOf(store, repository).insert(store.database, row);
      }
    });
    afterAll(async () => {
      for (const { repository, rows } of [...subject.samples].reverse()) {
        for (const row of rows) await rowsOf(store, repository).remove(store.database, row);
      }
      await store.end();
    });

    test.each(ours)("$repository are there for their tenant alone", async ({ repository, rows: [row], changed }) => {
      const { database } = store;
      const theirs = rowsOf({ ...store, tenant: OTHER }, repository);
      expect(await theirs.get(database, row.id)).toBeNull();
      expect(await theirs.lock(database, row.id)).toBeNull();
      expect((await theirs.list(database, QUERY)).items).toEqual([]);
      expect(await theirs.update(database, row, changed)).toBe(false);
      expect(await theirs.remove(database, row)).toBe(false);
      expect(JSON.stringify(await rowsOf(store, repository).get(database, row.id))).toBe(JSON.stringify(row));
    });

    test.each(ours)("$repository refer to rows of their tenant alone", async ({ repository, rows: [row], bound }) => {
      const { database } = store;
      const theirs = rowsOf({ ...store, tenant: OTHER }, repository);
      const copy = theirs.insert(database, { ...row, id: OTHER_ID });
      if (bound) return expect(copy).rejects.toBeInstanceOf(ConstraintError);
      // What is unique is so within a tenant.
      await copy;
      return expect(theirs.remove(database, { ...row, id: OTHER_ID })).resolves.toBe(true);
    });
  });
};
