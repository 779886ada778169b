import { afterAll, beforeEach, expect, test } from "vitest";
import { type Fakes, startFakes } from "../dev/fakes.ts";
import { integrationClient } from "../integrations/client.ts";
import { called } from "../kernel/call.ts";
import { defineContract, type Method } from "../kernel/contract.ts";
import { memoryEnvelope } from "../kernel/deadline.ts";
import { type Envelope, keyed, within } from "../kernel/envelope.ts";
import { defineIntegration } from "../kernel/integration.ts";
import type { Nothing } from "../kernel/json.ts";
import { record } from "../kernel/scalars.ts";
import { createLog } from "../telemetry/log.ts";

interface BankClient {
  readonly pay: Method<{ readonly account: string; readonly sum: number }, { readonly receipt: string }>;
  readonly look: Method<{ readonly account: string; readonly from?: string | null }, Nothing>;
}

const text = { type: "string" };
const contract = defineContract<BankClient>({
  service: "bank",
  methods: {
    pay: {
      kind: "command",
      idempotency: "key",
      timeoutMs: 10_000,
      input: record({ account: text, sum: { type: "number" } }),
      output: record({ receipt: text }),
      errors: { Overdrawn: 402, Blocked: 409, Closed: 409 },
    },
    look: {
      kind: "query",
      idempotency: "natural",
      timeoutMs: 10_000,
      input: {
        type: "object",
        required: ["account"],
        properties: { account: text, from: { type: ["string", "null"] } },
      },
      output: record({}),
      errors: {},
    },
  },
  events: {},
});
const bank = defineIntegration<BankClient>({
  contract,
  endpoints: {
    pay: { method: "POST", path: "/accounts/:account/payments" },
    look: { method: "GET", path: "/accounts/:account" },
  },
});

const fakes: Fakes = await startFakes([
  {
    name: "bank",
    variable: "BANK_URL",
    scheme: "bearer",
    operations: [
      // Others may add to their answers what they like.
      { name: "pay", method: "POST", path: "/accounts/:account/payments", answer: { receipt: "r1", addition: true } },
      { name: "look", method: "GET", path: "/accounts/:account", answer: {} },
    ],
  },
]);
afterAll(() => fakes.stop());
beforeEach(() => fakes.forget());

const url = `${fakes.url}/bank`;
const { client, check } = integrationClient(bank, { url, scheme: "bearer", secret: "s3cret" });
const envelope: Envelope = keyed(memoryEnvelope(), "once-only");
const input = { account: "a/b", sum: 5 };

/** What a call ends with after such an answer. */
const afterAnswer = async (status: number, body: unknown = {}, headers: Readonly<Record<string, string>> = {}) => {
  fakes.answerNext({ system: "bank", operation: "pay", status, body, headers });
  const result = await client.pay(envelope, input);
  return result.ok ? "ok" : result.failure.code;
};

const keysSent = () => fakes.requests.map(({ headers }) => headers["idempotency-key"]);

test("a command carries a key and the credential, and its inputs stand in the path and the body", async () => {
  expect(await client.pay(envelope, input)).toEqual({ ok: true, value: { receipt: "r1" } });
  const headers = { authorization: "Bearer s3cret", "idempotency-key": expect.stringMatching(/^[\w-]{43}$/) };
  const asked = { operation: "pay", url: "/bank/accounts/a%2Fb/payments", body: { sum: 5 } };
  expect(fakes.requests).toMatchObject([{ ...asked, headers }]);
});

test("a key is its caller's own: nobody is answered with what another was told", async () => {
  const alice = { ...envelope, service: "till", tenant: "north", user: { id: "alice", roles: [] } };
  const others = [
    { ...alice, user: { id: "bob", roles: [] } },
    { ...alice, tenant: "south" },
    { ...alice, service: "office" },
    { ...alice, user: null },
    keyed(alice, "another"),
  ];
  for (const one of [alice, ...others]) expect(await client.pay(one, input)).toMatchObject({ ok: true });
  expect(new Set(keysSent()).size).toBe(6);
  await client.pay({ ...alice, user: { id: "alice", roles: ["clerk"] }, requestId: "again" }, input);
  expect(keysSent().at(-1)).toBe(keysSent()[0]);
});

test("a query's inputs stand in the path and the query", async () => {
  expect(await client.look(memoryEnvelope(), { account: "7", from: "a&b" })).toEqual({ ok: true, value: {} });
  expect(fakes.requests).toMatchObject([{ url: "/bank/accounts/7?from=a%26b", body: null }]);
});

test.each(["", ".", ".."])("no input leads to another operation: %j", async (account) => {
  expect(await client.look(memoryEnvelope(), { account })).toMatchObject({ failure: { code: "invalid" } });
  expect(fakes.requests).toEqual([]);
});

test("without a key a command that needs one is not sent", async () => {
  expect(await client.pay(memoryEnvelope(), input)).toMatchObject({ failure: { code: "invalid" } });
  expect(fakes.requests).toEqual([]);
});

test("a wrong credential is nobody's input that is wrong", async () => {
  const { client: stranger } = integrationClient(bank, { url, scheme: "apiKey", secret: "s3cret" });
  expect(await stranger.pay(envelope, input)).toMatchObject({ failure: { code: "internal" } });
});

test.each([
  [402, {}, "Overdrawn"],
  [409, { code: "account_closed" }, "Closed"],
  [409, {}, "conflict"],
  [422, {}, "invalid"],
  [404, {}, "notFound"],
  [429, {}, "unavailable"],
  [503, {}, "unavailable"],
  // It may have taken effect: nobody is told that it has not.
  [500, {}, "outcomeUnknown"],
  [200, { receipt: 7 }, "outcomeUnknown"],
])("%i with %j means %s", async (status, body, code) => {
  expect(await afterAnswer(status, body)).toBe(code);
});

test("nobody is followed elsewhere", async () => {
  expect(await afterAnswer(307, {}, { location: `${fakes.url}/bank/accounts/evil/payments` })).toBe("internal");
  expect(fakes.requests).toHaveLength(1);
});

test("an answer without an end is not waited for", async () => {
  expect(await afterAnswer(200, { receipt: "x".repeat(2_000_000) })).toBe("outcomeUnknown");
});

test("how long to wait is handed on", async () => {
  fakes.answerNext({ system: "bank", operation: "pay", status: 429, headers: { "retry-after": "7" } });
  expect(await client.pay(envelope, input)).toMatchObject({ failure: { retryAfterSeconds: 7 } });
});

test("an answer that comes too late is not known", async () => {
  fakes.answerNext({ system: "bank", operation: "pay", status: 200, afterMs: 1_000 });
  expect(await client.pay(within(envelope, 250), input)).toMatchObject({ failure: { code: "outcomeUnknown" } });
});

test("a call is made again under its key where it may be", async () => {
  fakes.answerNext({ system: "bank", operation: "pay", status: 503 });
  const log = createLog("test", "silent");
  const policy = { caller: "till", timeoutMs: null, retries: 1, log };
  expect(await called(contract, client, policy).pay(envelope, input)).toMatchObject({ ok: true });
  expect(keysSent()).toHaveLength(2);
  expect(new Set(keysSent()).size).toBe(1);
});

test("who does not answer is told of, and makes nobody unready", async () => {
  await expect(check.run()).resolves.toBeUndefined();
  const gone = await startFakes([]);
  gone.stop();
  const away = integrationClient(bank, { url: gone.url, scheme: "none", secret: "" });
  expect(await away.client.look(memoryEnvelope(), { account: "1" })).toMatchObject({
    failure: { code: "unavailable" },
  });
  await expect(away.check.run()).rejects.toThrow("bank does not answer");
  expect(away.check.spare).toBe(true);
});
