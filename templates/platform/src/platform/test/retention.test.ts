import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import { deleteOld, mayGo } from "../kernel/retention.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const unused = (): Promise<never> => Promise.reject(new Error("nothing is published or kept here"));
const pool = createPool({ url, name: "aging", role: roleOf("aging"), connections: 2 }, log);
const database = createDatabase(pool, { publish: unused, once: unused });
const up = `create table "aging"."rows" (id int primary key, created_at timestamptz not null)`;
const DAY_MS = 86_400_000;
const now = "2026-06-30T00:00:00.000Z";

const statement = {
  name: "aging",
  text: `delete from "aging"."rows" where id in (
    select id from "aging"."rows" where created_at < $1 order by created_at limit $2 for update skip locked) returning id`,
};

beforeAll(() => migrate(url, [{ service: "aging", migrations: [{ id: "0001", up, down: "" }] }], log));

afterAll(() => pool.end());

test("what is too old goes, in as many batches as it takes, and nothing else", async () => {
  await pool.query(
    `insert into "aging"."rows"
    select n, $1::timestamptz - interval '31 days' from generate_series(1, 2500) as n
    union all select n, $1::timestamptz - interval '29 days' from generate_series(2501, 2503) as n`,
    [now],
  );
  expect(await deleteOld(database, { statement, afterMs: 30 * DAY_MS }, now)).toEqual({
    ok: true,
    value: { deleted: 2500 },
  });
  expect((await pool.query(`select id from "aging"."rows" order by id`)).rows).toEqual(
    [2501, 2502, 2503].map((id) => ({ id })),
  );
  expect(await deleteOld(database, { statement, afterMs: 30 * DAY_MS }, now)).toEqual({
    ok: true,
    value: { deleted: 0 },
  });
});

test("what must be kept goes from its last day on", () => {
  const row = { createdAt: "2026-06-01T00:00:00.000Z" };
  expect(mayGo(row, 30 * DAY_MS, now)).toMatchObject({ ok: false, failure: { code: "conflict" } });
  expect(mayGo(row, 29 * DAY_MS, now)).toEqual({ ok: true, value: null });
});
