import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "../database/migrate.ts";
import { createPool, openClient } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const role = roleOf("confined");

const withOptions = (options: string): string => {
  const extended = new URL(url);
  extended.searchParams.set("options", options);
  return extended.href;
};

const pool = createPool({ url: withOptions("-c lock_timeout=5s"), name: "confined", role, connections: 1 }, log);

const show = async (setting: string): Promise<unknown> =>
  (await pool.query<{ value: string }>("select current_setting($1) as value", [setting])).rows[0]?.value;

beforeAll(() => {
  const up = `create table "confined"."rows" (id int)`;
  return migrate(url, [{ service: "confined", migrations: [{ id: "0001", up, down: "" }] }], log);
});

afterAll(() => pool.end());

test("a service works as its own role, whatever options the URL has", async () => {
  expect((await pool.query<{ name: string }>("select current_user as name")).rows).toEqual([{ name: role }]);
  expect(await show("lock_timeout")).toBe("5s");
  expect(await show("TimeZone")).toBe("UTC");
  expect(await show("statement_timeout")).not.toBe("0");
  expect(await show("idle_in_transaction_session_timeout")).not.toBe("0");
});

test("a URL cannot name another role", async () => {
  const client = await openClient({ url: withOptions("-c role=postgres"), name: "confined", role });
  expect((await client.query<{ name: string }>("select current_user as name")).rows).toEqual([{ name: role }]);
  await client.end();
});

test("two services never share a role, however long their names are", () => {
  const names = ["a", "b"].map((end) => roleOf(`${"long-".repeat(12)}${end}`) ?? "");
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name.length).toBeLessThanOrEqual(63);
});
