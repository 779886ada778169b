import { expect, test } from "vitest";
import { createServer } from "../http/server.ts";
import type { Deprecation } from "../kernel/deprecation.ts";
import { fail, ok } from "../kernel/result.ts";
import type { Route } from "../kernel/world.ts";
import { createLog } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";

const routeTo = (path: string, deprecated?: Deprecation): Route => ({
  operation: "tests.read",
  method: "GET",
  path,
  summary: "",
  kind: "query",
  timeoutMs: 1_000,
  params: null,
  query: null,
  body: null,
  ifMatch: "none",
  success: { status: 200, body: {} },
  failures: {},
  ...(deprecated === undefined ? {} : { deprecated }),
  handle: async () => (path === "/broken" ? fail("notFound", "no") : ok({ body: {} })),
});

const old: Deprecation = { since: "2026-06-01", sunset: "2027-01-01", use: "tests.readAll" };
const metrics = createMetrics();
const routes = [routeTo("/old", old), routeTo("/broken", { ...old, sunset: null, use: null }), routeTo("/new")];
const server = await createServer({ routes, access: null, log: createLog("tests", "silent"), metrics });

test("every answer of a deprecated route says since when, until when and what to use", async () => {
  const { statusCode, headers } = await server.inject("/old");
  expect(statusCode).toBe(200);
  expect(headers["deprecation"]).toBe("@1780272000");
  expect(headers["sunset"]).toBe("Fri, 01 Jan 2027 00:00:00 GMT");
  expect(headers["link"]).toContain('</docs#/tests/tests_readAll>; rel="successor-version"');
  expect((await server.inject({ method: "HEAD", url: "/old" })).headers["deprecation"]).toBe("@1780272000");
});

test("a refusal says it, too, and what nobody has said stands nowhere", async () => {
  const { statusCode, headers } = await server.inject("/broken");
  expect(statusCode).toBe(404);
  expect(headers["deprecation"]).toBe("@1780272000");
  expect(headers["sunset"]).toBeUndefined();
  expect(headers["link"]).toBe('</docs#/tests/tests_read>; rel="deprecation"; type="text/html"');
});

test("other routes say nothing of it", async () => {
  expect((await server.inject("/new")).headers["deprecation"]).toBeUndefined();
});

test("it is counted who still asks", async () => {
  await server.inject("/old");
  const counted = await metrics.registry.getSingleMetricAsString("deprecated_requests_total");
  expect(counted).toMatch(/deprecated_requests_total\{operation="tests\.read"\} [1-9]/);
});
