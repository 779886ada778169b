import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogins } from "../database/logins.ts";
import { connected, migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const name = `test_login_${process.pid}`;
const PASSWORD = "it's of this test: ' \\ $$";

const asLogin = (password = PASSWORD): string => {
  const own = new URL(url);
  own.username = name;
  own.password = encodeURIComponent(password);
  return own.href;
};

const logins = [{ name, password: "MINE_PASSWORD", services: ["mine"], shares: ["shared"] }];
const places = ["mine", "theirs"].map((service) => ({ url, service }));
const refused = (sql: string): Promise<unknown> => connected(asLogin(), (client) => client.query(sql));

beforeAll(async () => {
  const schema = (service: string) => ({
    service,
    migrations: [{ id: "0001", up: `create table "${service}"."rows" (id int)`, down: "" }],
  });
  await migrate(url, [schema("mine"), schema("theirs")], log);
  await connected(url, (client) => client.query("create schema shared; create table shared.rows (id int)"));
  await createLogins(logins, places, [{ url, schema: "shared" }], { MINE_PASSWORD: "an old one" }, log);
  await createLogins(logins, places, [{ url, schema: "shared" }], { MINE_PASSWORD: PASSWORD }, log);
});

afterAll(() =>
  connected(url, (client) => client.query(`drop schema shared cascade; drop owned by "${name}"; drop role "${name}"`)),
);

test("a unit comes in under its own login, and works with what is its own", async () => {
  const pool = createPool({ url: asLogin(), name: "mine", role: roleOf("mine"), connections: 1 }, log);
  await pool.query('insert into "mine"."rows" values (1)');
  expect((await pool.query('select id from "mine"."rows"')).rows).toEqual([{ id: 1 }]);
  await pool.end();
  expect(await connected(asLogin(), (client) => client.query("insert into shared.rows values (1)"))).toBeTruthy();
});

test("it reaches nothing else", async () => {
  await expect(refused('select id from "theirs"."rows"')).rejects.toThrow("permission denied");
  await expect(refused('create table "mine"."more" (id int)')).rejects.toThrow("permission denied");
  await expect(refused('drop table "mine"."rows"')).rejects.toThrow("must be owner");
  await expect(refused("create role another")).rejects.toThrow("permission denied");
  await expect(refused("set role postgres")).rejects.toThrow("permission denied");
});

test("a new password takes the place of the old one; without one nothing is made", async () => {
  const old = new pg.Client({ connectionString: asLogin("an old one") });
  await expect(old.connect()).rejects.toThrow("password authentication failed");
  const nobody = [{ name: "test_nobody", password: "UNSET", services: ["mine"], shares: [] }];
  await createLogins(nobody, places, [], {}, log);
  const look = "select 1 from pg_roles where rolname = 'test_nobody'";
  expect((await connected(url, (client) => client.query(look))).rows).toEqual([]);
});
