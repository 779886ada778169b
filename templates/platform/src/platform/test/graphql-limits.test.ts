import { expect, test } from "vitest";
import { weightOf } from "../graphql/weight.ts";
import { createServer } from "../http/server.ts";
import { ok } from "../kernel/result.ts";
import { defineRoute } from "../kernel/world.ts";
import { createLimiter } from "../limits/limiter.ts";
import { createLog } from "../telemetry/log.ts";

const log = createLog("limits", "silent");

test("each field at the top counts as one, under whatever name, and nothing below", () => {
  const many = Array.from({ length: 11 }, (_, index) => `a${index}: thing`).join(" ");
  const weights = {
    "{ a }": 1,
    "{ a { b c d } }": 1,
    "{ one: a two: a three: a }": 3,
    "{ ...some ... on Query { c } } fragment some on Query { a b }": 3,
    "mutation { a b }": 2,
    "{ __typename }": 1,
    "{ unclosed": 1,
    [`{ ${many} }`]: 1,
  };
  const found = Object.keys(weights).map((query) => [query, weightOf({ query })]);
  expect(Object.fromEntries(found)).toEqual(weights);
});

test("it is counted by the operation that is meant, in the bytes of a body, too", () => {
  const asked = { query: "query One { a } query Two { a b }", operationName: "Two" };
  expect([weightOf(asked), weightOf(Buffer.from(JSON.stringify(asked)))]).toEqual([2, 2]);
  expect([weightOf(Buffer.from("{")), weightOf(null), weightOf({})]).toEqual([1, 1, 1]);
});

test("a request that asks for more than is left is refused whole, and none of it runs", async () => {
  let [counted, ran] = [0, 0];
  const add = async () => {
    counted += 1;
    return { count: counted, endsInMs: 60_000 };
  };
  const limits = [{ name: "fields", service: null, count: 5, windowMs: 60_000, by: "client" }] as const;
  const server = await createServer({
    routes: [
      defineRoute({
        operation: "tests.graphql",
        method: "POST",
        path: "/graphql/tests",
        summary: "",
        kind: "command",
        timeoutMs: 1_000,
        body: { type: "object" },
        weight: weightOf,
        success: { status: 200, body: {} },
        handle: async () => {
          ran += 1;
          return ok({ body: {} });
        },
      }),
    ],
    access: null,
    log,
    metrics: { request: () => undefined },
    limiter: createLimiter(limits, { add, close: () => Promise.resolve() }, log),
    trustedProxies: [],
  });
  const ask = () => server.inject({ method: "POST", url: "/graphql/tests", payload: { query: "{ a: x b: x c: x }" } });
  const first = await ask();
  expect([first.statusCode, ran]).toEqual([200, 1]);
  expect(first.headers["ratelimit"]).toMatch(/^"fields";r=2;/);
  const second = await ask();
  expect([second.statusCode, ran]).toEqual([429, 1]);
  expect(Number(second.headers["retry-after"])).toBeGreaterThan(0);
});
