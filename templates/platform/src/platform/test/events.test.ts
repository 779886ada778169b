import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startConsumer } from "../broker/consumer.ts";
import { createEmbeddedBroker } from "../broker/embedded/broker.ts";
import { migrateBroker } from "../broker/embedded/tables.ts";
import { createDatabase } from "../database/database.ts";
import { connected, migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { quoted, roleOf } from "../database/schema.ts";
import { uncancelled } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { checked, type Json } from "../kernel/json.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Database, Log, Subscription } from "../kernel/world.ts";
import { outboxChannel, writeToOutbox } from "../outbox/outbox.ts";
import { startRelay } from "../outbox/relay.ts";
import { queueOf } from "../queues.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const brokerUrl = `${url}_events`;
const silent = (): void => undefined;
const log: Log = { info: silent, warn: silent, error: silent };
const role = roleOf("speaking");
const up = `create table "speaking"."heard" (number int not null)`;
const insert = { name: "heard", text: `insert into "speaking"."heard" values ($1)` };

const pool = createPool({ url, name: "speaking", role, connections: 8 }, log);
const database = createDatabase(pool, {
  publish: writeToOutbox("speaking"),
  once: (held, _envelope, _method, _input, work) => work(held),
});
const envelope: Envelope = {
  user: null,
  service: null,
  tenant: null,
  requestId: "test",
  traceparent: "",
  deadline: Number.POSITIVE_INFINITY,
  cancellation: uncancelled,
  idempotencyKey: null,
};

const broker = createEmbeddedBroker(brokerUrl, { queueOf }, log);
const loops: { readonly stop: () => Promise<void> }[] = [];

const listen = async (handle: (number: number, held: Database) => Promise<Result<unknown>>): Promise<void> => {
  const subscription: Subscription = {
    event: "speaking.Said",
    name: "speaking.hear",
    version: 1,
    payload: { type: "object", required: ["number"], properties: { number: { type: "integer" } } },
    timeoutMs: 5_000,
    handle: (_envelope, payload, held) => handle(checked<{ number: number }>(payload).number, held),
  };
  loops.push(await startConsumer({ service: "speaking", subscriptions: [subscription], database, broker, log }));
  loops.push(startRelay("speaking", { url, name: "relay", role }, { broker, except: [] }, log));
};

const say = (number: Json, outcome: Result<null> = ok(null)): Promise<Result<null>> =>
  database.transaction(async (transaction) => {
    await transaction.publish(envelope, { name: "speaking.Said", version: 1, key: "one", payload: { number } });
    return outcome;
  });

const record = async (number: number, held: Database): Promise<Result<null>> => {
  await held.run(insert, [number]);
  return ok(null);
};

const heard = async (): Promise<readonly number[]> =>
  (await pool.query<{ number: number }>(`select number from "speaking"."heard" order by ctid`)).rows.map(
    (row) => row.number,
  );

beforeAll(async () => {
  await migrate(url, [{ service: "speaking", migrations: [{ id: "0001", up, down: "" }] }], log);
  await migrateBroker(brokerUrl, [{ event: "speaking.Said", subscriber: "speaking.hear" }]);
});

afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  await pool.query(`delete from "speaking"."heard"`);
});

afterAll(async () => {
  await broker.close();
  await pool.end();
  const name = decodeURIComponent(new URL(brokerUrl).pathname.slice(1));
  await connected(url, (client) => client.query(`drop database ${quoted(name)} with (force)`));
});

test("events of one key arrive in order; what was rolled back never does", async () => {
  await listen(record);
  for (const number of [1, 2, 3]) await say(number);
  await say(4, fail("conflict", "never mind"));
  await say(5);
  await vi.waitFor(async () => expect(await heard()).toEqual([1, 2, 3, 5]), 10_000);
});

test("an event that comes twice takes effect once", async () => {
  await listen(record);
  const context = { user: null, tenant: null, requestId: "test", traceparent: "" };
  const event = { id: randomUUID(), event: "speaking.Said", version: 1, key: "one", envelope: context };
  await broker.publish([{ ...event, payload: { number: 7 } }]);
  await vi.waitFor(async () => expect(await broker.depth()).toBe(0), 10_000);
  await broker.publish([{ ...event, payload: { number: 7 } }]);
  await vi.waitFor(async () => expect(await broker.depth()).toBe(0), 10_000);
  expect(await heard()).toEqual([7]);
});

test("a failure leaves no effect, and the event comes again", async () => {
  let tries = 0;
  await listen(async (number, held) => {
    tries += 1;
    await held.run(insert, [number]);
    return tries === 1 ? fail("unavailable", "not yet") : ok(null);
  });
  await say(8);
  await vi.waitFor(async () => expect(await heard()).toEqual([8]), 10_000);
  expect(tries).toBe(2);
});

test("what does not fit its schema is put aside and holds up nobody", async () => {
  await listen(record);
  await say("poison");
  await say(9);
  await vi.waitFor(async () => expect(await heard()).toEqual([9]), 10_000);
  const { rows } = await connected(brokerUrl, (client) => client.query("select reason from dead_letter"));
  expect(rows).toEqual([{ reason: expect.stringContaining("/number") }]);
});

test("a channel's name is one that the database takes, however long the service's is", async () => {
  await pool.query("select pg_notify($1, '')", [outboxChannel("a".repeat(63))]);
  expect(outboxChannel("a".repeat(63))).not.toBe(outboxChannel(`${"a".repeat(62)}b`));
});
