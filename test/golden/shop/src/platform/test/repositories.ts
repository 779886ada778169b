import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "../database/database.ts";
import { holdLock, migrate } from "../database/migrate.ts";
import { createPool, openClient } from "../database/pool.ts";
import { ConstraintError } from "../kernel/faults.ts";
import { listQuery, type Page } from "../kernel/listing.ts";
import { type MemoryWorld, memoryWorld } from "../kernel/memory.ts";
import type { Repository, Stored } from "../kernel/repository.ts";
import { pageStatement, type Source } from "../kernel/sql.ts";
import type { Database, Migration, Statement } from "../kernel/world.ts";

/** Two rows of one entity, the second without what is optional, and the first as it may be after a change. */
export interface Sample {
  readonly repository: string;
  readonly rows: readonly [Stored, Stored];
  readonly changed: Stored;
  /** Whether a second row like the first is refused. */
  readonly unique: boolean;
  readonly source: Source;
  readonly statements: Readonly<Record<string, Statement>>;
}

export interface Subject {
  readonly service: string;
  readonly migrations: readonly Migration[];
  readonly memory: (world: MemoryWorld) => object;
  readonly postgres: object;
  /** In an order in which each may refer to those before it. */
  readonly samples: readonly Sample[];
}

export interface Store {
  readonly database: Database;
  readonly repositories: object;
  readonly end: () => Promise<void>;
  /** In whose name: of `TENANT` where nothing is said. */
  readonly tenant?: string;
}

/** In whose name tests run, where rows belong to tenants. */
export const TENANT = "01900000-0000-7000-8000-0000000000aa";

const OTHER_ID = "ffffffff-ffff-7fff-8fff-ffffffffffff";

/** One contract for both kinds of repository: what goes in comes out, byte by byte, under the same constraints. */
export const describeRepositories = (subject: Subject): void => {
  describe.each([
    { name: "in memory", open: onMemory },
    { name: "on Postgres", open: onPostgres },
  ])("repositories $name", ({ open }) => {
    let store: Store;
    beforeAll(async () => {
      store = await open(subject);
    });
    afterAll(() => store.end());
    describeStore(subject, () => store);
  });
  test("the database takes every statement", () => prepareAll(subject));
};

export const onMemory = async ({ memory }: Subject): Promise<Store> => {
  const world = memoryWorld();
  return { database: world.database, repositories: memory(world), end: async () => {} };
};

const testUrl = (): string => {
  const url = process.env["TEST_DATABASE_URL"];
  if (url === undefined) throw new Error("TEST_DATABASE_URL is not set: it names the database that tests may fill.");
  return url;
};

const withoutEvents = {
  publish: async (): Promise<void> => {},
  once: async (): Promise<never> => {
    throw new Error("These tests run no commands.");
  },
};

/** Of the files that write rows of samples one has the tables at a time. */
const ROWS_LOCK = 7_231_906;

export const onPostgres = async ({ service, migrations, postgres, samples }: Subject): Promise<Store> => {
  const { log } = memoryWorld();
  await migrate(testUrl(), [{ service, migrations }], log);
  const holder = await openClient({ url: testUrl(), name: `test ${service}`, role: null });
  await holdLock(holder, ROWS_LOCK);
  const pool = createPool({ url: testUrl(), name: `test ${service}`, role: null, connections: 2 }, log);
  const database = createDatabase(pool, withoutEvents);
  const end = async (): Promise<void> => {
    await pool.end();
    await holder.end();
  };
  const store = { database, repositories: postgres, end };
  for (const { repository, rows } of [...samples].reverse()) {
    for (const { id } of rows) {
      const left = await rowsOf(store, repository).get(database, id);
      if (left !== null) await rowsOf(store, repository).remove(database, left);
    }
  }
  return store;
};

type Rows = Repository<Stored>;

export const rowsOf = ({ repositories, tenant = TENANT }: Store, name: string): Rows => {
  const found: Rows | ((tenant: string) => Rows) | undefined = new Map(Object.entries(repositories)).get(name);
  if (found === undefined) throw new Error(`There is no repository ${name}.`);
  return typeof found === "function" ? found(tenant) : found;
};

const describeStore = ({ samples }: Subject, store: () => Store): void => {
  test.each(samples)("$repository come out as they went in", async ({ repository, rows }) => {
    const { database } = store();
    for (const row of rows) {
      await rowsOf(store(), repository).insert(database, row);
      expect(JSON.stringify(await rowsOf(store(), repository).get(database, row.id))).toBe(JSON.stringify(row));
    }
  });
  test.each(samples.filter((one) => one.unique))("$repository are unique", async ({ repository, rows: [row] }) => {
    const again = rowsOf(store(), repository).insert(store().database, { ...row, id: OTHER_ID });
    await expect(again).rejects.toBeInstanceOf(ConstraintError);
  });
  test.each(samples)("$repository are listed in every order, page by page", async ({ repository, rows, source }) => {
    for (const sort of source.sorted.flatMap((field) => [field, `-${field}`])) {
      const ids = await walk(store(), repository, sort);
      expect([...ids].sort()).toEqual(rows.map((row) => row.id));
    }
  });
  test.each(samples)(
    "of two changes of $repository the later is refused",
    async ({ repository, rows: [row], changed }) => {
      const { database } = store();
      expect(await rowsOf(store(), repository).update(database, row, changed)).toBe(true);
      expect(await rowsOf(store(), repository).update(database, row, changed)).toBe(false);
      expect(JSON.stringify(await rowsOf(store(), repository).lock(database, row.id))).toBe(JSON.stringify(changed));
    },
  );
  test.each([...samples].reverse())("$repository are removed once", async ({ repository, rows, changed }) => {
    const { database } = store();
    for (const row of [changed, rows[1]]) {
      expect(await rowsOf(store(), repository).remove(database, row)).toBe(true);
      expect(await rowsOf(store(), repository).remove(database, row)).toBe(false);
      expect(await rowsOf(store(), repository).get(database, row.id)).toBeNull();
    }
  });
};

/** All ids, one a page, each by the cursor of the page before. */
const walk = async (store: Store, repository: string, sort: string): Promise<readonly string[]> => {
  const item = { properties: { [sort.replace(/^-/, "")]: {} } };
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query = listQuery({ sort, limit: 1, ...(cursor === null ? {} : { cursor }) }, 1, item);
    if (!query.ok || ids.length > 2) throw new Error(`The list of ${repository} by ${sort} goes wrong.`);
    const page: Page<Stored> = await rowsOf(store, repository).list(store.database, query.value);
    ids.push(...page.items.map((item) => item.id));
    cursor = page.next;
  } while (cursor !== null);
  return ids;
};

const prepareAll = async (subject: Subject): Promise<void> => {
  const { database, end } = await onPostgres(subject);
  const statements = subject.samples.flatMap((one) => [...Object.values(one.statements), ...pages(one.source)]);
  expect(statements.length).toBeGreaterThan(0);
  for (const [index, { text }] of statements.entries()) {
    await database.run({ name: `prepare ${index}`, text: `prepare "p${index}" as ${text}` }, []);
  }
  await end();
};

/** The statements of a list with every filter, in every order. */
const pages = (source: Source): readonly Statement[] => {
  const query = { limit: 1, sort: "id", descending: false, after: null, filters: {}, search: null };
  const after = { value: "", id: "" };
  return [
    ...Object.keys(source.columns).map(
      (field) => pageStatement(source, { ...query, filters: { [field]: "" } }).statement,
    ),
    ...source.sorted.map((sort) => pageStatement(source, { ...query, sort, descending: true, after }).statement),
  ];
};
