import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "../http/server.ts";
import { ok } from "../kernel/result.ts";
import type { Route } from "../kernel/world.ts";
import { isNetwork } from "../limits/config.ts";
import { type Counted, createCounter, prepareCounter } from "../limits/counter.ts";
import { addressOf, createLimiter } from "../limits/limiter.ts";
import type { Limit } from "../limits/limits.ts";
import { createLog } from "../telemetry/log.ts";

const url = process.env["TEST_DATABASE_URL"] ?? "";
const log = createLog("limits", "silent");
/** As two instances have them. */
const counters = [createCounter({ url }, log), createCounter({ url }, log)] as const;
const WINDOW_MS = 60_000;

beforeAll(() => prepareCounter(url));

afterAll(() => Promise.all(counters.map((counter) => counter.close())));

const route: Route = {
  operation: "tests.read",
  method: "GET",
  path: "/read",
  summary: "",
  kind: "query",
  timeoutMs: 1_000,
  params: null,
  query: null,
  body: null,
  ifMatch: "none",
  success: { status: 200, body: {} },
  failures: {},
  handle: async () => ok({ body: {} }),
};

const anna = "0196b3f0-0000-7000-8000-00000000000a";
const limit = (name: string, count: number, more: Partial<Limit> = {}): Limit => {
  return { name, service: null, count, windowMs: WINDOW_MS, by: "client", ...more };
};

/** A server with a limit, where the credential is the name of its user. */
const serverWith = (limits: readonly Limit[], counter = counters[0], trustedProxies: readonly string[] = []) =>
  createServer({
    routes: [route],
    access: {
      authenticate: async (id) => ok(id === undefined ? null : { id, roles: [] }),
      authorise: () => ({ rule: "anonymous", failure: null }),
      isAnonymous: () => true,
    },
    log,
    metrics: { request: () => undefined },
    // Machines that run tests are slow, and exactness is what is tested.
    limiter: createLimiter(limits, counter, log, 20_000),
    trustedProxies,
  });

test.each([
  [["10.0.0.0/8", "10.0.0.1", "10.0.0.1/32", "fd00::/128", "::1", "uniquelocal"], true],
  [["10.0.0.0/33", "10.0.0.0/999", "10.0.0.0/0", "fd00::/129", "10.0.0.0/8/8", "10.0.0/8", "proxy", ""], false],
])("%j can be told as proxies: %s", (texts, fits) => {
  for (const text of texts) expect([text, isNetwork(text)]).toEqual([text, fits]);
});

test("of many requests at once to two instances exactly as many pass as may", async () => {
  const servers = await Promise.all(counters.map((counter) => serverWith([limit("exact", 60)], counter)));
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      servers[index % 2]?.inject({ url: "/read", headers: { authorization: anna } }),
    ),
  );
  const statuses = answers.map((answer) => answer?.statusCode);
  expect(statuses.filter((status) => status === 200)).toHaveLength(60);
  expect(statuses.filter((status) => status === 429)).toHaveLength(40);
});

test("requests that are counted together are told each their own number, key by key", async () => {
  const told = await Promise.all(
    Array.from({ length: 40 }, (_, index) => counters[index % 2]?.add(index < 30 ? "many" : "few", WINDOW_MS, 20)),
  );
  const numbers = (from: number, to: number) =>
    told
      .slice(from, to)
      .map((one) => one?.count)
      .sort((a = 0, b = 0) => a - b);
  expect(numbers(0, 30)).toEqual([...Array.from({ length: 20 }, (_, index) => index + 1), ...Array(10).fill(21)]);
  expect(numbers(30, 40)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
});

test("an answer says what is left, and a refusal when to come again", async () => {
  const server = await serverWith([limit("told", 1)]);
  const first = await server.inject({ url: "/read", headers: { authorization: anna } });
  expect(first.headers["ratelimit-policy"]).toBe('"told";q=1;w=60');
  expect(first.headers["ratelimit"]).toMatch(/^"told";r=0;t=(?:59|60)$/);
  const second = await server.inject({ url: "/read", headers: { authorization: anna } });
  expect(second.statusCode).toBe(429);
  expect(second.json()).toMatchObject({ type: "urn:problem:limited", status: 429 });
  expect(Number(second.headers["retry-after"])).toBeGreaterThan(50);
  const other = await server.inject({ url: "/read", headers: { authorization: anna.replace("a", "b") } });
  expect(other.statusCode).toBe(200);
});

test("a stranger is an address, and says of himself only what a trusted proxy repeats", async () => {
  const asking = (name: string) => ({ url: "/read", headers: { "x-forwarded-for": name }, remoteAddress: "10.1.1.1" });
  const open = await serverWith([limit("strangers", 1)]);
  expect((await open.inject(asking("192.0.2.1"))).statusCode).toBe(200);
  expect((await open.inject(asking("192.0.2.2"))).statusCode).toBe(429);
  const behind = await serverWith([limit("guests", 1)], counters[0], ["10.0.0.0/8"]);
  expect((await behind.inject(asking("192.0.2.1"))).statusCode).toBe(200);
  expect((await behind.inject(asking("192.0.2.2"))).statusCode).toBe(200);
  expect((await behind.inject(asking("192.0.2.1"))).statusCode).toBe(429);
});

test("a service's limit counts its own operations alone, and the smaller limit holds", async () => {
  const server = await serverWith([
    limit("all", 2),
    limit("theirs", 1, { service: "others" }),
    limit("mine", 1, { service: "tests" }),
  ]);
  const headers = { authorization: anna };
  const first = await server.inject({ url: "/read", headers });
  expect(first.headers["ratelimit-policy"]).toBe('"all";q=2;w=60, "mine";q=1;w=60');
  expect((await server.inject({ url: "/read", headers })).statusCode).toBe(429);
});

test("a window that is over is begun anew", async () => {
  const [counter] = counters;
  expect(await counter.add("short", 400, 1)).toMatchObject({ count: 1 });
  expect(await counter.add("short", 400, 1)).toMatchObject({ count: 2 });
  await new Promise((resolve) => setTimeout(resolve, 450));
  expect(await counter.add("short", 400, 1)).toMatchObject({ count: 1 });
});

test("while nobody counts, requests pass", async () => {
  const away = { add: () => Promise.reject(new Error("away")), close: () => Promise.resolve() };
  const server = await serverWith([limit("away", 1)], away);
  for (const _ of [1, 2]) expect((await server.inject({ url: "/read" })).statusCode).toBe(200);
});

test("a counter that is slow, and not away, lets nothing pass uncounted", async () => {
  let asked = 0;
  const add = async (): Promise<Counted> => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, asked === 1 ? 1_000 : 30));
    return { count: 1, endsInMs: 1_000 };
  };
  const limiter = createLimiter([limit("slow", 5)], { add, close: () => Promise.resolve() }, log, 100);
  const asking = { operation: "tests.read", user: null, address: "192.0.2.1" };
  const [first, second] = await Promise.all([limiter(asking), limiter(asking)]);
  expect(first.failure).toMatchObject({ code: "unavailable" });
  expect(second.failure).toBeNull();
});

test("a network of one subscriber is one address", () => {
  expect(addressOf("::ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(addressOf("2001:db8::1")).toBe(addressOf("2001:0db8:0:0:ffff::2"));
  expect(addressOf("2001:db8:0:1::1")).not.toBe(addressOf("2001:db8::1"));
});
