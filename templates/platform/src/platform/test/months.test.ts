import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connected, migrate } from "../database/migrate.ts";
import { makeMonths } from "../database/months.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
/** As who works with the rows, not as who owns the tables. */
const pool = createPool({ url, name: "monthly", role: roleOf("monthly"), connections: 2 }, log);
const up = `
create table "monthly"."others" (id int primary key);
create table "monthly"."rows" (id int not null, at timestamptz(3) not null, other int references "monthly"."others", primary key (id, at))
  partition by range (at);
create index "rows_at_idx" on "monthly"."rows" (at);
create table "monthly"."_rows_default" partition of "monthly"."rows" default`;

const rowsOf = async <Row>(text: string): Promise<readonly Row[]> => (await pool.query(text)).rows;

const parts = async (): Promise<readonly string[]> => {
  const found = await rowsOf<{ name: string }>(
    `select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
      where inhparent = '"monthly"."rows"'::regclass order by relname`,
  );
  return found.map(({ name }) => name);
};

const keepMonths = async (): Promise<number> =>
  (await rowsOf<{ made: number }>(`select "monthly"."_keep_months"() as made`))[0]?.made ?? 0;

beforeAll(() => migrate(url, [{ service: "monthly", migrations: [{ id: "0001", up, down: "" }] }], log));

beforeEach(() =>
  connected(url, async (owner) => {
    for (const name of await parts()) {
      await owner.query(name === "_rows_default" ? `truncate "monthly"."rows"` : `drop table "monthly"."${name}"`);
    }
  }),
);

afterAll(() => pool.end());

test("this month and the next three have a part, made once however many ask, and each has the indexes and the references", async () => {
  await Promise.all([keepMonths(), keepMonths(), makeMonths(url, "monthly")]);
  expect(await parts()).toHaveLength(5);
  expect(await keepMonths()).toBe(0);
  const [bound] = await rowsOf(
    `select count(*) filter (where contype = 'f')::int as references, count(*) filter (where contype = 'p')::int as keys
      from pg_constraint where conrelid = any (select inhrelid from pg_inherits where inhparent = '"monthly"."rows"'::regclass)`,
  );
  expect(bound).toEqual({ references: 5, keys: 5 });
});

test("what was written before its month had a part is in it afterwards, and what is of no month stays where it is", async () => {
  await pool.query(`insert into "monthly"."rows" values (1, now()), (2, '1999-01-01')`);
  await keepMonths();
  const where = await rowsOf(
    `select id, tableoid::regclass::text ~ 'default' as rest from "monthly"."rows" order by id`,
  );
  expect(where).toEqual([
    { id: 1, rest: false },
    { id: 2, rest: true },
  ]);
});

test("months that are old are dropped with what is in them, and no other", async () => {
  await keepMonths();
  await pool.query(
    `insert into "monthly"."rows" values (1, now()), (2, now() + interval '32 days'), (3, '1999-01-01')`,
  );
  const drop = `select "monthly"."_drop_months"('rows', date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' + interval '1 month')`;
  expect(await rowsOf(`${drop} as dropped`)).toEqual([{ dropped: 1 }]);
  expect(await rowsOf(`select id from "monthly"."rows" order by id`)).toEqual([{ id: 2 }, { id: 3 }]);
  expect(await parts()).toHaveLength(4);
});

test.skipIf(roleOf("monthly") === null)("who works with the rows drops no part by hand", async () => {
  await keepMonths();
  const [, first] = await parts();
  await expect(pool.query(`drop table "monthly"."${first}"`)).rejects.toThrow("must be owner");
});
