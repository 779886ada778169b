import { afterAll, beforeAll, expect, test } from "vitest";
import { connected, migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { quoted, roleOf } from "../database/schema.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const role = roleOf("sharing") ?? "";
const PASSWORD = "for this test alone";

const poolAt = (address: string) =>
  createPool({ url: address, name: "sharing", role, connections: 1, shared: true }, log);

const asItself = (): string => {
  const own = new URL(url);
  own.username = role;
  own.password = PASSWORD;
  return own.href;
};

beforeAll(async () => {
  await migrate(url, [{ service: "sharing", migrations: [] }], log);
  await connected(url, (client) => client.query(`alter role ${quoted(role)} login password '${PASSWORD}'`));
});

afterAll(() => connected(url, (client) => client.query(`alter role ${quoted(role)} nologin password null`)));

test("where a proxy shares sessions a service logs in as its own role, and asks nothing of the session", async () => {
  const pool = poolAt(asItself());
  const { rows } = await pool.query<{ name: string; patience: string }>(
    "select current_user as name, current_setting('statement_timeout') as patience",
  );
  expect(rows).toEqual([{ name: role, patience: "0" }]);
  await pool.end();
});

test("a session under any other role is refused", async () => {
  const pool = poolAt(url);
  await expect(pool.query("select 1")).rejects.toThrow(`not as ${role}`);
  await pool.end();
});
