import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCipher } from "../crypto/cipher.ts";
import { keyServiceOf, mastersFrom } from "../crypto/masters.ts";
import { reseal } from "../crypto/reseal.ts";
import { keyStore } from "../crypto/ring.ts";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import type { SealedTable } from "../kernel/cipher.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const unused = (): Promise<never> => Promise.reject(new Error("nothing is published or kept here"));
const pool = createPool({ url, name: "sealing", role: roleOf("sealing"), connections: 4 }, log);
const database = createDatabase(pool, { publish: unused, once: unused });
const up = `create table "sealing"."rows" (id uuid primary key, version bigint not null, note text, note_index text)`;
const YEAR_MS = 31_536_000_000;

const master = (name: string): string => `${name}=${randomBytes(32).toString("base64")}`;
const [first, second] = [master("2025"), master("2026")];

const storeOf = (keys = first, rotateMs = YEAR_MS) => keyStore(database, "sealing", keyServiceOf(keys), rotateMs);
const cipherOf = (keys = first, rotateMs = YEAR_MS) => createCipher(storeOf(keys, rotateMs).load);

const table: SealedTable = {
  table: `"sealing"."rows"`,
  columns: [{ field: "sealing.Row.note", column: `"note"`, index: `"note_index"` }],
};

beforeAll(() => migrate(url, [{ service: "sealing", migrations: [{ id: "0001", up, down: "" }] }], log));

beforeEach(() => pool.query(`delete from "sealing"."_key"; delete from "sealing"."rows"`));

afterAll(() => pool.end());

test("what is sealed opens for every instance, and reads like nothing", async () => {
  const [one, other] = [cipherOf(), cipherOf()];
  const sealed = await Promise.all([one.seal("a", "secret"), other.seal("a", "secret")]);
  expect(new Set(sealed).size).toBe(2);
  expect(sealed.join()).not.toContain("secret");
  expect(await other.open("a", sealed[0] ?? "")).toBe("secret");
  expect(await one.open("a", sealed[1] ?? "")).toBe("secret");
  expect((await pool.query(`select id from "sealing"."_key" order by id`)).rows).toEqual([
    { id: "1" },
    { id: "blind" },
  ]);
});

test("what was moved or changed does not open", async () => {
  const cipher = cipherOf();
  const sealed = await cipher.seal("orders.Order.note 1", "secret");
  await expect(cipher.open("orders.Order.note 2", sealed)).rejects.toThrow();
  await expect(cipher.open("orders.Order.note 1", `${sealed.slice(0, -4)}AAAA`)).rejects.toThrow();
  await expect(cipher.open("orders.Order.note 1", sealed.replace(":1:", ":9:"))).rejects.toThrow("no key 9");
});

test("the database alone opens nothing: without its master key a service says so", async () => {
  await cipherOf().seal("a", "secret");
  await expect(cipherOf(second).seal("a", "more")).rejects.toThrow("ENCRYPTION_KEYS holds no key 2025");
  await expect(cipherOf(`2025=${randomBytes(32).toString("base64")}`).seal("a", "more")).rejects.toThrow();
});

test("equal values have one blind index in a field, before and after a rotation, and another in another field", async () => {
  const blind = await cipherOf().blind("a", "secret");
  await storeOf().rotate();
  expect(await cipherOf().blind("a", "secret")).toBe(blind);
  expect(await cipherOf().blind("b", "secret")).not.toBe(blind);
  expect(await cipherOf().blind("a", "Secret")).not.toBe(blind);
});

test("a key that is old seals nothing more, and opens what it sealed", async () => {
  const sealed = await cipherOf().seal("a", "secret");
  await pool.query(`update "sealing"."_key" set created_at = now() - interval '2 years'`);
  const cipher = cipherOf();
  expect(await cipher.seal("a", "more")).toMatch(/^sealed:2:/);
  expect(await cipher.open("a", sealed)).toBe("secret");
});

test("who has read the keys already opens at once what another seals under a new one", async () => {
  const [reader, writer] = [cipherOf(), cipherOf()];
  await reader.seal("a", "first");
  await storeOf().rotate();
  const sealed = await Promise.all([writer.seal("a", "one"), cipherOf().seal("a", "two")]);
  expect(sealed.map((one) => one.slice(0, 9))).toEqual(["sealed:2:", "sealed:2:"]);
  expect(await Promise.all(sealed.map((one) => reader.open("a", one)))).toEqual(["one", "two"]);
});

test("after a new master key has wrapped the keys the old one can go", async () => {
  const sealed = await cipherOf(first).seal("a", "secret");
  await storeOf(`${second},${first}`).rewrap();
  expect(await cipherOf(second).open("a", sealed)).toBe("secret");
});

test("rows are sealed anew, those too that lay in the clear, and keep their version", async () => {
  const ids = ["0190b3f0-0000-7000-8000-000000000001", "0190b3f0-0000-7000-8000-000000000002"];
  const old = await cipherOf().seal(`sealing.Row.note ${ids[0]}`, "one");
  const insert = `insert into "sealing"."rows" (id, version, note) values ($1, 3, $2)`;
  await pool.query(insert, [ids[0], old]);
  await pool.query(insert, [ids[1], "two"]);
  await pool.query(insert, ["0190b3f0-0000-7000-8000-000000000003", null]);
  await storeOf().rotate();
  const cipher = cipherOf();
  expect(await reseal(database, cipher, (await storeOf().load()).current, table)).toBe(2);
  expect(await reseal(database, cipher, (await storeOf().load()).current, table)).toBe(0);
  const { rows } = await pool.query(`select * from "sealing"."rows" where note is not null order by id`);
  expect(rows.map(({ note }) => note.slice(0, 9))).toEqual(["sealed:2:", "sealed:2:"]);
  expect(rows.map(({ version }) => version)).toEqual([3, 3]);
  expect(rows[1].note_index).toBe(await cipher.blind("sealing.Row.note", "two"));
  expect(await cipher.open(`sealing.Row.note ${ids[1]}`, rows[1].note)).toBe("two");
});

test("a row that somebody holds is sealed anew when it is free", async () => {
  await pool.query(`insert into "sealing"."rows" (id, version, note) values ($1, 1, 'held')`, [
    "0190b3f0-0000-7000-8000-000000000004",
  ]);
  const holder = await pool.connect();
  await holder.query("begin");
  await holder.query(`select from "sealing"."rows" for update`);
  const resealing = storeOf()
    .load()
    .then(({ current }) => reseal(database, cipherOf(), current, table));
  const early = await Promise.race([resealing, setTimeout(600, "waits")]);
  await holder.query("commit");
  holder.release();
  expect(early).toBe("waits");
  expect(await resealing).toBeGreaterThan(0);
});

test("master keys are a list of names and 32 bytes", () => {
  expect(mastersFrom(`${first}, ${second}`)?.size).toBe(2);
  for (const wrong of ["", "a", "a=b", `${first},`, `${first},${first}`]) expect(mastersFrom(wrong)).toBeNull();
});
