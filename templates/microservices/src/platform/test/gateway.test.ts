import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Agent } from "undici";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { serveDocuments } from "../gateway/documents.ts";
import { forwarded, type GatewayRoute } from "../gateway/forward.ts";
import { acceptBodies } from "../gateway/gateway.ts";
import { createAgent, createUpstream } from "../gateway/upstream.ts";
import type { Access } from "../http/route.ts";
import { createBareServer } from "../http/server.ts";
import { fail, ok } from "../kernel/result.ts";
import { createLog } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";

const log = createLog("test", "silent");
const things = { unit: "things", timeoutMs: 200 } as const;
const routes: readonly GatewayRoute[] = [
  { ...things, operation: "things.list", method: "GET", path: "/v1/things", kind: "query" },
  { ...things, operation: "things.get", method: "GET", path: "/v1/things/:id", kind: "query" },
  { ...things, operation: "things.create", method: "POST", path: "/v1/things", kind: "command" },
  { ...things, operation: "secrets.get", method: "GET", path: "/v1/secrets", kind: "query" },
];
const access: Access = {
  isAnonymous: (operation) => operation.startsWith("things."),
  authenticate: async (authorization) =>
    authorization === "Bearer wrong" ? fail("unauthenticated", "The token is not valid.") : ok(null),
  authorise: (operation) =>
    operation.startsWith("things.")
      ? { rule: "anonymous", failure: null }
      : { rule: "no token", failure: { code: "unauthenticated", message: "This needs a token." } },
};

const seen: { url: string | undefined; headers: IncomingMessage["headers"]; body: string }[] = [];
const echo: RequestListener = (request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    seen.push({ url: request.url, headers: request.headers, body });
    response.writeHead(201, { "content-type": "application/json", location: "/v1/things/1", etag: '"3"', server: "x" });
    response.end('{"name":"a thing"}');
  });
};
let answer: RequestListener = echo;

let unit: Server;
let agent: Agent;
let gateway: Awaited<ReturnType<typeof createBareServer>>;
let url = "";
const closing: (() => void)[] = [];

beforeAll(async () => {
  unit = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => unit.once("listening", resolve));
});

/** A gateway of its own for each test, so that no breaker remembers the test before. */
const open = async (target?: string): Promise<void> => {
  const { port } = unit.address() as AddressInfo;
  agent = createAgent();
  const upstream = createUpstream("things", target ?? `http://127.0.0.1:${port}`, agent, log);
  gateway = await createBareServer({ routes, log, metrics: createMetrics() });
  acceptBodies(gateway);
  await serveDocuments(gateway, [upstream], routes, log);
  for (const route of routes) gateway.route(forwarded(route, upstream, access));
  url = await gateway.listen({ host: "127.0.0.1", port: 0 });
};

afterEach(async () => {
  for (const close of closing.splice(0)) close();
  gateway.server.closeAllConnections();
  await gateway.close();
  await agent.destroy();
  answer = echo;
  seen.length = 0;
});

afterAll(() => {
  unit.closeAllConnections();
  unit.close();
});

const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${url}${path}`, init);

const create = (headers: Readonly<Record<string, string>> = {}, body = '{"name": "a thing"}'): Promise<Response> =>
  ask("/v1/things", { method: "POST", headers: { "content-type": "application/json", ...headers }, body });

const problem = async (response: Response): Promise<readonly [status: number, type: string]> => {
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const { type } = (await response.json()) as { type: string };
  return [response.status, type];
};

test("what means something to client and unit goes through as it is, both ways", async () => {
  await open();
  const response = await create({ "idempotency-key": "k1", "if-match": '"2"', "x-request-id": "mine" });
  expect([response.status, await response.text()]).toEqual([201, '{"name":"a thing"}']);
  expect(response.headers.get("location")).toBe("/v1/things/1");
  expect(response.headers.get("etag")).toBe('"3"');
  expect(response.headers.get("x-request-id")).toBe("mine");
  expect(response.headers.get("server")).toBeNull();
  expect(seen[0]?.body).toBe('{"name": "a thing"}');
  expect(seen[0]?.headers).toMatchObject({ "idempotency-key": "k1", "if-match": '"2"', "x-request-id": "mine" });
});

test("nothing that claims an identity goes through but the token", async () => {
  await open();
  const claims = { "x-user-id": "root", "x-tenant-id": "1", "x-service": "orders", "x-forwarded-for": "10.0.0.1" };
  await create({ ...claims, authorization: "Bearer token", cookie: "a=b" });
  expect(seen[0]?.headers.authorization).toBe("Bearer token");
  const [first] = seen;
  for (const name of ["x-user-id", "x-tenant-id", "x-service", "cookie"]) expect(first?.headers[name]).toBeUndefined();
  expect(seen[0]?.headers["x-forwarded-for"]).toBe("127.0.0.1");
});

// Where spans could be sent and are not, as here, the gateway has none of its own, and hands on the client's.
test("the trace goes on", async () => {
  await open();
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  await ask("/v1/things", { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
  expect(seen[0]?.headers["traceparent"]).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
});

test.each([
  ["/internal/things/get", 404],
  ["/v1/nothing", 404],
  ["/v1/things/%2e%2e", 400],
  ["/v1/things/..", 400],
  ["/v1/secrets", 401],
])("%s is answered here with %i, and no unit hears of it", async (path, status) => {
  await open();
  // Unlike fetch this asks for the path as it stands.
  const response = await agent.request({ origin: url, path, method: "GET" });
  expect([response.statusCode, await response.body.json()]).toEqual([status, expect.objectContaining({ status })]);
  expect(seen).toEqual([]);
});

test("a token that is no good ends here, and a body that is too large", async () => {
  await open();
  expect((await problem(await create({ authorization: "Bearer wrong" })))[0]).toBe(401);
  expect((await problem(await create({}, JSON.stringify({ name: "x".repeat(2_000_000) }))))[0]).toBe(413);
  expect(seen).toEqual([]);
});

test("a unit that nobody reaches is unavailable, and after a while is not even tried", async () => {
  await open("http://127.0.0.1:1");
  for (let request = 0; request < 12; request += 1) {
    expect(await problem(await create())).toEqual([503, "urn:problem:unavailable"]);
  }
  const begun = performance.now();
  const response = await ask("/v1/things");
  expect(response.headers.get("retry-after")).toBe("1");
  expect(performance.now() - begun).toBeLessThan(100);
});

test("a unit that is back is asked, whatever failed before", async () => {
  await open();
  answer = (request) => request.socket.destroy();
  for (let request = 0; request < 9; request += 1) expect((await create()).status).toBe(504);
  answer = echo;
  for (let request = 0; request < 5; request += 1) expect((await create()).status).toBe(201);
});

test("clients that go away say nothing of the unit", async () => {
  const leaving = new AbortController();
  let [come, gone] = [0, 0];
  const all = new Promise<void>((resolve) => {
    answer = (request) => {
      come += 1;
      if (come === 12) leaving.abort();
      request.once("close", () => {
        gone += 1;
        if (gone === 12) resolve();
      });
    };
  });
  await open();
  await Promise.allSettled(Array.from({ length: 12 }, () => ask("/v1/things", { signal: leaving.signal })));
  await all;
  answer = echo;
  expect((await create()).status).toBe(201);
});

test("an answer that breaks off leaves a command's outcome unknown; a query is asked again", async () => {
  let asked = 0;
  answer = (request, response) => {
    asked += 1;
    if (asked === 1) request.socket.destroy();
    else echo(request, response);
  };
  await open();
  expect(await problem(await create())).toEqual([504, "urn:problem:outcome-unknown"]);
  asked = 0;
  expect((await ask("/v1/things")).status).toBe(201);
});

test("a unit that does not answer in time costs no more than that", async () => {
  answer = () => undefined;
  await open();
  const begun = performance.now();
  expect(await problem(await ask("/v1/things"))).toEqual([504, "urn:problem:timed-out"]);
  expect(await problem(await create())).toEqual([504, "urn:problem:outcome-unknown"]);
  expect(performance.now() - begun).toBeLessThan(6_000);
});

test("an answer is passed on while it comes", async () => {
  let more = (): void => undefined;
  answer = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write("[1,");
    more = () => response.end("2]");
  };
  await open();
  const response = await ask("/v1/things");
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("[1,");
  more();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("2]");
});

test("a client that goes away takes its request with it", async () => {
  const gone = new Promise<void>((resolve) => {
    answer = (request) => request.once("close", () => resolve());
  });
  await open();
  const leaving = new AbortController();
  const request = ask("/v1/things", { signal: leaving.signal }).catch(() => null);
  setTimeout(() => leaving.abort(), 50);
  await request;
  await gone;
});

test("the description is that of the units, without what is not routed", async () => {
  const get = { summary: "a thing" };
  const paths = { "/v1/things/{id}": { get, delete: get }, "/internal/things/get": { post: get } };
  answer = (_request, response) => response.end(JSON.stringify({ openapi: "3.1.0", info: { title: "shop" }, paths }));
  await open();
  const document = (await (await ask("/openapi.json")).json()) as { paths: Record<string, object> };
  expect(document).toMatchObject({ info: { title: "shop" }, paths: { "/v1/things/{id}": { get } } });
  expect(Object.keys(document.paths)).toEqual(["/v1/things/{id}"]);
  expect(Object.keys(document.paths["/v1/things/{id}"] ?? {})).toEqual(["get"]);
  expect(await (await ask("/docs/json")).json()).toEqual(document);
});
