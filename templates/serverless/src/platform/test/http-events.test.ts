import { afterAll, beforeAll, expect, test } from "vitest";
import { createGateway } from "../dev/emulator/gateway.ts";
import { answerHttp } from "../functions/http.ts";
import type { HttpEvent } from "../functions/lambda.ts";
import { createServer } from "../http/server.ts";
import { ok } from "../kernel/result.ts";
import type { Route } from "../kernel/world.ts";
import { createLog } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";

const text = { type: "string" };

const echo: Route = {
  operation: "tests.echo",
  method: "POST",
  path: "/echo/:id",
  summary: "",
  kind: "query",
  timeoutMs: 1_000,
  params: { type: "object", properties: { id: text } },
  query: { type: "object", properties: { q: { type: "array", items: text } } },
  body: { type: "object", properties: { said: text } },
  ifMatch: "none",
  success: { status: 200, body: null },
  failures: {},
  handle: async ({ params, query, body }) =>
    ok({ body: JSON.parse(JSON.stringify({ params, query, body })), version: 3 }),
};

const log = createLog("test", "silent");
let server: Awaited<ReturnType<typeof createServer>>;

beforeAll(async () => {
  server = await createServer({ routes: [echo], access: null, log, metrics: { request: () => undefined } });
});

afterAll(() => server.close());

const request = (changes: Partial<HttpEvent> = {}): HttpEvent => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: "/echo/1",
  rawQueryString: "",
  headers: { "content-type": "application/json" },
  requestContext: { http: { method: "POST", path: "/echo/1", sourceIp: "192.0.2.1" } },
  body: '{"said":"ä"}',
  isBase64Encoded: false,
  ...changes,
});

test("a path that came without escapes is one path still, with its query", async () => {
  const answer = await answerHttp(server, request({ rawPath: "/echo/a b?c#d", rawQueryString: "q=%26&q=2" }));
  expect(JSON.parse(answer.body)).toEqual({ params: { id: "a b?c#d" }, query: { q: ["&", "2"] }, body: { said: "ä" } });
  expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: false, headers: { etag: '"3"' } });
});

test("a body in base64 is the same body", async () => {
  const body = Buffer.from('{"said":"ä"}').toString("base64");
  const answer = await answerHttp(server, request({ body, isBase64Encoded: true }));
  expect(JSON.parse(answer.body)).toMatchObject({ body: { said: "ä" } });
});

test("what is too large, of another type, or no JSON is refused as behind a port", async () => {
  const status = async (changes: Partial<HttpEvent>) => (await answerHttp(server, request(changes))).statusCode;
  expect(await status({ body: JSON.stringify({ said: "x".repeat(20_000_000) }) })).toBe(413);
  expect(await status({ headers: { "content-type": "text/plain" } })).toBe(415);
  expect(await status({ body: "{" })).toBe(400);
  expect(await status({ body: Buffer.from([0x22, 0xff, 0x22]).toString("base64"), isBase64Encoded: true })).toBe(400);
});

test("the emulated API gives a function its paths, and all others to the function that takes the rest", async () => {
  const saying = (body: string) => async () => ({ statusCode: 200, headers: {}, body, isBase64Encoded: false });
  const routes = [
    { key: "GET /things/{id}", run: saying("a thing") },
    { key: "$default", run: saying("the rest") },
  ];
  const gateway = await createGateway(routes, createMetrics(), () => undefined);
  const url = await gateway.listen({ host: "127.0.0.1", port: 0 });
  const told = async (path: string) => (await fetch(`${url}${path}`)).text();
  expect(await told("/things/1")).toBe("a thing");
  for (const path of ["/things", "/things/1/parts", "/"]) expect(await told(path)).toBe("the rest");
  await gateway.close();
});
