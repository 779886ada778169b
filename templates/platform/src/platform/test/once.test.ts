import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Abilities, createDatabase, type HoldingDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { rememberAnswers } from "../database/once.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import { uncancelled } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { UnavailableError } from "../kernel/faults.ts";
import { checked } from "../kernel/json.ts";
import { memoryWorld } from "../kernel/memory.ts";
import { fail, ok } from "../kernel/result.ts";
import type { Database, Log, Statement } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const up = `create table "counting"."counts" (id int generated always as identity primary key)`;
const insert = { name: "count", text: `insert into "counting"."counts" default values` };
const insertAgain = { name: "again", text: `insert into "counting"."counts" overriding system value values (1), (1)` };
const count = { name: "counted", text: `select count(*) as rows from "counting"."counts"` };

const pool = createPool({ url, name: "counting", role: roleOf("counting"), connections: 3 }, log);
const database: HoldingDatabase = createDatabase(pool, {
  publish: () => Promise.reject(new Error("nothing is published here")),
  once: rememberAnswers("counting"),
});

const withKey = (idempotencyKey: string, service: string | null = "tests"): Envelope => ({
  user: null,
  service,
  tenant: null,
  requestId: "test",
  traceparent: "",
  deadline: Number.POSITIVE_INFINITY,
  cancellation: uncancelled,
  idempotencyKey,
});

const rows = async (): Promise<number> => (await database.run<{ rows: number }>(count, []))[0]?.rows ?? 0;

/** Adds a row and answers with the amount. */
const add = (key: string, amount: number, caller = "tests", method = "add") =>
  database.once(withKey(key, caller), method, { amount }, (held) =>
    held.transaction(async (transaction) => {
      await transaction.run(insert, []);
      return ok({ amount });
    }),
  );

beforeAll(() => migrate(url, [{ service: "counting", migrations: [{ id: "0001", up, down: "" }] }], log));

afterAll(() => pool.end());

test("a command with the same key takes effect once and answers the same, ten at once too", async () => {
  const before = await rows();
  const answers = await Promise.all(Array.from({ length: 10 }, () => add("one", 5)));
  expect(answers).toEqual(Array.from({ length: 10 }, () => ok({ amount: 5 })));
  expect(await rows()).toBe(before + 1);
});

test("the same key with another input is a conflict", async () => {
  await add("two", 1);
  expect(await add("two", 2)).toMatchObject({ ok: false, failure: { code: "conflict" } });
});

test("a key belongs to one caller and one method: another's is another key", async () => {
  const before = await rows();
  expect(await add("mine", 1)).toEqual(ok({ amount: 1 }));
  expect(await add("mine", 2, "somebody-else")).toEqual(ok({ amount: 2 }));
  expect(await add("mine", 3, "tests", "subtract")).toEqual(ok({ amount: 3 }));
  expect(await rows()).toBe(before + 3);
});

const memory: Database = memoryWorld().database;

test.each([
  ["Postgres", database],
  ["memory", memory],
])("in %s a key belongs to one user of one tenant, called by a service or not", async (_where, store) => {
  const callers = [null, "tests"].flatMap((service) => {
    const envelope = withKey("theirs", service);
    return [
      envelope,
      { ...envelope, user: { id: "alice", roles: [] } },
      { ...envelope, user: { id: "bob", roles: [] } },
      { ...envelope, user: { id: "bob", roles: [] }, tenant: "acme" },
      { ...envelope, tenant: "acme" },
    ];
  });
  for (const again of [false, true]) {
    for (const [index, caller] of callers.entries()) {
      const answer = await store.once(caller, "add", { amount: 1 }, async () => ok({ index, again }));
      expect(answer).toEqual(ok({ index, again: false }));
    }
  }
});

test("a failure is undone and not remembered", async () => {
  const before = await rows();
  const failed = await database.once(withKey("three"), "add", { amount: 3 }, async (held) => {
    await held.run(insert, []);
    return fail("conflict", "not now");
  });
  expect(failed.ok).toBe(false);
  expect(await rows()).toBe(before);
  expect(await add("three", 3)).toEqual(ok({ amount: 3 }));
});

test("a single statement clashes as one in a transaction does, and never becomes two", async () => {
  const before = await rows();
  const single = (...statements: readonly Statement[]) =>
    database.single(async (queries) => {
      for (const statement of statements) await queries.run(statement, []);
      return ok(null);
    });
  expect(await single(insert)).toEqual(ok(null));
  expect(await single(insertAgain)).toMatchObject({ ok: false, failure: { code: "conflict" } });
  await expect(single(insert, insert)).rejects.toThrow("Two statements need a transaction");
  expect(await rows()).toBe(before + 2);
});

test.each([
  ["ECONNRESET", "outcomeUnknown"],
  ["57P01", "outcomeUnknown"],
  ["40001", "unavailable"],
])("of a single statement that ends with %s the caller learns %s", async (code, learnt) => {
  const client = { query: () => Promise.reject(Object.assign(new Error("away"), { code })), release: () => undefined };
  const ending = createDatabase(checked<Pool>({ connect: async () => client }), checked<Abilities>({}));
  const told = ending
    .single(async (queries) => ok(await queries.run(insert, [])))
    .catch((error: unknown) => fail(error instanceof UnavailableError ? "unavailable" : "internal", ""));
  expect(await told).toMatchObject({ ok: false, failure: { code: learnt } });
});
