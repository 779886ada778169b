import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createServer } from "../http/server.ts";
import { defineContract, type Method } from "../kernel/contract.ts";
import { ok } from "../kernel/result.ts";
import { answerCalls } from "../remote/server.ts";
import { signCall } from "../remote/token.ts";
import { callPath } from "../remote/wire.ts";
import { createLog } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";

const KEY = "a key that only these tests know, long enough";

interface StockClient {
  readonly take: Method<Readonly<Record<string, never>>, Readonly<Record<string, never>>>;
}

const anything = { type: "object" };
const contract = defineContract<StockClient>({
  service: "stock",
  methods: {
    take: { kind: "command", idempotency: "none", timeoutMs: 5_000, input: anything, output: anything, errors: {} },
  },
  events: {},
});

let taken = 0;
const client: StockClient = {
  take: async () => {
    taken += 1;
    return ok({});
  },
};
const log = createLog("test", "silent");
const server = await createServer({ routes: [], access: null, log, metrics: createMetrics() });
const mayCall = (caller: string, method: string): boolean => `${caller} ${method}` === "orders stock.take";
answerCalls(server, [{ contract, client, routes: [], subscriptions: [] }], { key: KEY, mayCall }, log);
let url = "";

beforeAll(async () => {
  url = await server.listen({ host: "127.0.0.1", port: 0 });
});

afterAll(() => server.close());

/** The status of a call under this token, and how often the method ran for it. */
const take = async (token: string | null): Promise<readonly [status: number, ran: number]> => {
  const before = taken;
  const context = { timeLeftMs: 5_000, user: null, tenant: null, requestId: "test", traceparent: "" };
  const { status } = await fetch(new URL(callPath("stock", "take"), url), {
    method: "POST",
    headers: { "content-type": "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ ...context, idempotencyKey: null, input: {} }),
  });
  return [status, taken - before];
};

/** Signed so long ago. */
const signedBefore = (ms: number): string => {
  const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() - ms);
  const token = signCall("orders", "stock", KEY);
  clock.mockRestore();
  return token;
};

/** The claims of one caller under the signature of another. */
const borrowed = (): string => {
  const [header, claims] = signCall("orders", "stock", KEY).split(".");
  return [header, claims, signCall("payments", "stock", KEY).split(".")[2]].join(".");
};

test("a service that may call is answered", async () => {
  expect(await take(signCall("orders", "stock", KEY))).toEqual([200, 1]);
});

test.each([
  ["without a token", null],
  ["with a token of another key", signCall("orders", "stock", `${KEY}!`)],
  ["with a token for another service", signCall("orders", "catalog", KEY)],
  ["with a token that is out", signedBefore(60_000)],
  ["with another's signature", borrowed()],
  ["with half a token", signCall("orders", "stock", KEY).slice(0, -1)],
])("a call %s is refused", async (_name, token) => {
  expect(await take(token)).toEqual([401, 0]);
});

test("a service that does not say that it calls the method is refused", async () => {
  expect(await take(signCall("payments", "stock", KEY))).toEqual([403, 0]);
});
