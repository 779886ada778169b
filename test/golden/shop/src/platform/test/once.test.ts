import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type HoldingDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { rememberAnswers } from "../database/once.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { fail, ok } from "../kernel/result.ts";
import type { Log } from "../kernel/world.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const up = `create table "counting"."counts" (id int generated always as identity)`;
const insert = { name: "count", text: `insert into "counting"."counts" default values` };
const count = { name: "counted", text: `select count(*) as rows from "counting"."counts"` };

const pool = createPool({ url, name: "counting", role: roleOf("counting"), connections: 3 }, log);
const database: HoldingDatabase = createDatabase(pool, {
  publish: () => Promise.reject(new Error("nothing is published here")),
  once: rememberAnswers("counting"),
});

const withKey = (idempotencyKey: string, service = "tests"): Envelope => ({
  user: null,
  service,
  tenant: null,
  requestId: "test",
  traceparent: "",
  deadline: Number.POSITIVE_INFINITY,
  signal: new AbortController().signal,
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
