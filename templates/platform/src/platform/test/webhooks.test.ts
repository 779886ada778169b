import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { createServer } from "../http/server.ts";
import { sign } from "../integrations/signature.ts";
import { takeWebhooks } from "../integrations/webhooks.ts";
import { outgoing } from "../kernel/events.ts";
import { memoryWorld } from "../kernel/memory.ts";
import { listOf, record } from "../kernel/scalars.ts";
import type { Webhook } from "../kernel/webhook.ts";
import { createLog } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";

const SECRET = `whsec_${Buffer.from("a secret of the bank and of ours").toString("base64")}`;
const NOW = Date.parse("2026-03-01T12:00:00.000Z");

const log = createLog("test", "silent");
const world = memoryWorld();
const webhook: Webhook = {
  sender: "bank",
  database: world.database,
  events: {
    "charge.settled": {
      payload: record({ receipt: { type: "string" }, parts: listOf(record({ sum: { type: "integer" } })) }),
      event: (data, id) => outgoing("till.ChargeSettled", 1, id, data),
    },
  },
};
const server = await createServer({ routes: [], access: null, log, metrics: createMetrics() });
const contract = { service: "till", methods: {}, events: {} };
const service = { contract, client: {}, routes: [], subscriptions: [], webhooks: [webhook] };
await takeWebhooks(server, [service], { bank: SECRET }, log);
afterAll(() => server.close());

let seen = 0;
beforeEach(() => {
  vi.setSystemTime(NOW);
  seen = world.published.length;
});

const published = () => world.published.slice(seen).map(({ name, payload }) => ({ name, payload }));

interface Sent {
  readonly id?: string;
  readonly timestamp?: number;
  readonly secret?: string;
  readonly signature?: (right: string) => string;
}

/** Sends a body as the bank would; what is given differs from that. */
const send = async (
  payload: string,
  { id = crypto.randomUUID(), timestamp = NOW, secret = SECRET, signature }: Sent = {},
) => {
  const named = { id, timestamp: String(Math.floor(timestamp / 1_000)) };
  const right = sign(secret, named, Buffer.from(payload));
  const headers = {
    "content-type": "application/json",
    "webhook-id": named.id,
    "webhook-timestamp": named.timestamp,
    "webhook-signature": signature === undefined ? right : signature(right),
  };
  return (await server.inject({ method: "POST", url: "/webhooks/bank", headers, payload })).statusCode;
};

const settled = (receipt: string): string => JSON.stringify({ type: "charge.settled", data: { receipt, parts: [] } });

test("the signature is that of Standard Webhooks", () => {
  // The example of its specification.
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const named = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: "1614265330" };
  const body = Buffer.from('{"test": 2432232314}');
  expect(sign(secret, named, body)).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("a signed message becomes an event", async () => {
  expect(await send(settled("r1"))).toBe(204);
  expect(published()).toEqual([{ name: "till.ChargeSettled", payload: { receipt: "r1", parts: [] } }]);
});

test("one of several signatures will do, as while a secret is changed", async () => {
  expect(await send(settled("r1"), { signature: (right) => `v1,AAAA v1a,BBBB ${right}` })).toBe(204);
});

test.each<[what: string, differs: Sent]>([
  ["none", { signature: () => "" }],
  ["that of another secret", { secret: "another-secret-of-24-signs" }],
  ["that of another version", { signature: (right) => right.replace("v1,", "v2,") }],
  ["a part of it", { signature: (right) => right.slice(0, -8) }],
  ["that of six minutes ago", { timestamp: NOW - 360_000 }],
  ["that of six minutes ahead", { timestamp: NOW + 360_000 }],
])("with a signature that is %s nothing is done", async (_what, differs) => {
  expect(await send(settled("r1"), differs)).toBe(401);
  expect(published()).toEqual([]);
});

test("a body that was changed on the way is not the one that was signed", async () => {
  const headers = { "webhook-id": "1", "webhook-timestamp": String(NOW / 1_000) };
  const signature = sign(SECRET, { id: "1", timestamp: String(NOW / 1_000) }, Buffer.from(settled("r1")));
  const payload = settled("r2");
  const request = { method: "POST", url: "/webhooks/bank", payload } as const;
  const answer = await server.inject({ ...request, headers: { ...headers, "webhook-signature": signature } });
  expect(answer.statusCode).toBe(401);
  expect(published()).toEqual([]);
});

test("a message that comes again does nothing, and under its id no other is taken", async () => {
  expect(await send(settled("r1"), { id: "again" })).toBe(204);
  expect(await send(settled("r1"), { id: "again" })).toBe(204);
  expect(await send(settled("r2"), { id: "again" })).toBe(409);
  expect(published()).toHaveLength(1);
});

test("what they say besides is left out, however deep it stands", async () => {
  const data = { receipt: "r1", parts: [{ sum: 5, tax: 1 }], addition: { of: "theirs" } };
  expect(await send(JSON.stringify({ type: "charge.settled", data, sent: 1 }), { id: "more" })).toBe(204);
  expect(published()).toEqual([{ name: "till.ChargeSettled", payload: { receipt: "r1", parts: [{ sum: 5 }] } }]);
  const less = { receipt: "r1", parts: [{ sum: 5 }] };
  expect(await send(JSON.stringify({ type: "charge.settled", data: less }), { id: "more" })).toBe(204);
  expect(published()).toHaveLength(1);
});

test("what nobody waits for is taken and does nothing, and what does not fit is refused", async () => {
  expect(await send(JSON.stringify({ type: "charge.opened", data: {} }))).toBe(204);
  expect(await send(JSON.stringify({ type: "toString", data: {} }))).toBe(204);
  expect(await send(JSON.stringify({ type: "charge.settled", data: { receipt: 7, parts: [] } }))).toBe(422);
  expect(await send("{}")).toBe(400);
  expect(await send("no json")).toBe(400);
  expect(published()).toEqual([]);
});

test("a sender without a secret is not served", async () => {
  await expect(takeWebhooks(server, [service], {}, log)).rejects.toThrow();
});
