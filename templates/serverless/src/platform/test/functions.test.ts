import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createEmbeddedBroker } from "../broker/embedded/broker.ts";
import { migrateBroker } from "../broker/embedded/tables.ts";
import { createDatabase } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { createPool } from "../database/pool.ts";
import { roleOf } from "../database/schema.ts";
import { createEvents } from "../functions/events.ts";
import type { QueueRecord } from "../functions/lambda.ts";
import { queues, routes } from "../functions/queues.ts";
import { uncancelled } from "../kernel/deadline.ts";
import { checked } from "../kernel/json.ts";
import { fail, ok } from "../kernel/result.ts";
import type { Service } from "../kernel/world.ts";
import { writeToOutbox } from "../outbox/outbox.ts";
import type { Platform } from "../platform.ts";
import { createLog } from "../telemetry/log.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const brokerUrl = `${url}_functions`;
const log = createLog("test", "silent");
const [queue] = queues;
const subscriber = queue?.channel.subscriber ?? "";
const event = queue?.channel.events[0] ?? "";
const [publisher = "", eventName = ""] = event.split(".");

// Lambda hands an instance one event at a time, so that one connection is enough.
const pool = createPool({ url, name: publisher, role: roleOf(publisher), connections: 1 }, log);
const database = createDatabase(pool, {
  publish: writeToOutbox(publisher),
  once: (held, _envelope, _method, _input, work) => work(held),
});

const acted: number[] = [];
let refused: number | null = null;

const service = checked<Service<unknown>>({
  contract: { service: publisher, methods: {}, events: { [eventName]: { version: 1, payload: {} } } },
  client: {},
  routes: [],
  subscriptions: [
    {
      event,
      name: subscriber,
      version: 1,
      payload: { type: "object", required: ["number"], properties: { number: { type: "integer" } } },
      timeoutMs: 5_000,
      handle: async (_envelope: unknown, payload: unknown) => {
        const { number } = checked<{ number: number }>(payload);
        if (number === refused) return fail("unavailable", "Not now.");
        acted.push(number);
        return ok(null);
      },
    },
  ],
});

const platform = checked<Platform>({ config: { brokerUrls: { sqs: brokerUrl } }, log, databaseOf: () => database });
const events = createEvents(platform, [service]);
const context = { user: null, tenant: null, requestId: "test", traceparent: "" };

const record = (number: unknown, key: string): QueueRecord => ({
  messageId: `message ${number}`,
  receiptHandle: "receipt",
  body: JSON.stringify({ id: randomUUID(), event, version: 1, key, payload: { number }, envelope: context }),
  attributes: { ApproximateReceiveCount: "1", MessageGroupId: key },
  eventSource: "aws:sqs",
  eventSourceARN: `arn:aws:sqs:local:000000000000:${queue?.name}`,
});

const handle = async (records: readonly QueueRecord[], timeLeftMs = 20_000): Promise<readonly string[]> => {
  const { batchItemFailures } = await events.handle({ Records: records }, performance.now() + timeLeftMs);
  return batchItemFailures.map((failure) => failure.itemIdentifier);
};

beforeAll(async () => {
  await migrate(url, [{ service: publisher, migrations: [] }], log);
  await migrateBroker(brokerUrl, [{ event, subscriber }]);
});

beforeEach(() => {
  acted.length = 0;
  refused = null;
});

afterAll(() => pool.end());

test("of a batch only what failed comes again, and what waits behind it for its key", async () => {
  refused = 2;
  const batch = [record(1, "a"), record(2, "b"), record(3, "b"), record(4, "a")];
  expect(await handle(batch)).toEqual(["message 2", "message 3"]);
  expect(acted).toEqual([1, 4]);
  refused = null;
  expect(await handle(batch.slice(1, 3))).toEqual([]);
  expect(acted).toEqual([1, 4, 2, 3]);
});

test("a message that comes twice acts once", async () => {
  const twice = record(5, "a");
  expect(await handle([twice])).toEqual([]);
  expect(await handle([twice])).toEqual([]);
  expect(acted).toEqual([5]);
});

test("what cannot be read or fits no payload comes again until its queue puts it aside", async () => {
  const unreadable = { ...record(6, "a"), body: "{" };
  expect(await handle([unreadable, record("seven", "b"), record(8, "c")])).toEqual(["message 6", "message seven"]);
  expect(acted).toEqual([8]);
});

test("nothing is begun that the run has no time for", async () => {
  expect(await handle([record(9, "a")], 500)).toEqual(["message 9"]);
  expect(acted).toEqual([]);
});

test("what was published leaves the outbox in order, before a function stands still", async () => {
  const broker = createEmbeddedBroker(brokerUrl, routes, log);
  const envelope = {
    ...context,
    service: null,
    deadline: 0,
    cancellation: uncancelled,
    idempotencyKey: null,
  };
  await database.transaction(async (transaction) => {
    for (const number of [1, 2]) {
      await transaction.publish(envelope, { name: event, version: 1, key: "a", payload: { number } });
    }
    return ok(null);
  });
  await events.relay();
  const waiting = await broker.claim([subscriber], 10, 10_000);
  expect(waiting.map(({ payload }) => payload)).toEqual([{ number: 1 }]);
  expect(await broker.depth()).toBe(2);
  await broker.close();
});
