import { expect, test } from "vitest";
import { calledByName, originalRequest } from "../http/rpc.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { checked } from "../kernel/json.ts";
import { ok } from "../kernel/result.ts";
import { byId, partial, record } from "../kernel/scalars.ts";
import { violationsOf } from "../kernel/schema.ts";
import { defineRoute, type RouteRequest } from "../kernel/world.ts";

const envelope = checked<Envelope>({});

const request = (body: unknown): RouteRequest<unknown, unknown, unknown> => ({
  envelope,
  params: {},
  query: {},
  body,
  ifMatch: null,
});

const update = defineRoute<unknown, unknown, unknown>({
  operation: "orders.Order.update",
  method: "PATCH",
  path: "/v1/orders/:id",
  summary: "Change an order",
  kind: "command",
  timeoutMs: 5_000,
  params: byId,
  body: partial({ note: { type: "string" } }),
  ifMatch: "required",
  success: { status: 200, body: null },
  handle: async ({ params, body, ifMatch }) =>
    ok({ body: checked({ params, body, ifMatch }), location: "/v1/orders/1" }),
});
const list = defineRoute<unknown, unknown, unknown>({
  operation: "orders.Order.list",
  method: "GET",
  path: "/v1/orders",
  summary: "List orders",
  kind: "query",
  timeoutMs: 5_000,
  query: partial({ limit: { type: "integer" } }),
  success: { status: 200, body: null },
  handle: async ({ query, body }) => ok({ body: checked({ query, body: body ?? null }) }),
});
const id = "0192f0c1-2b6e-7c3a-9d54-1f2e3a4b5c6d";

test("what a route takes from everywhere is one object, with the version that it asks for", () => {
  const schema = calledByName(update).body ?? {};
  expect(violationsOf(schema, { id, version: 3, note: "soon" })).toEqual([]);
  expect(violationsOf(schema, { id, note: "soon" })).toMatchObject([{ pointer: "/version" }]);
  expect(violationsOf(schema, { id, version: 3, other: 1 })).toMatchObject([{ pointer: "/other" }]);
  expect(violationsOf(schema, { id: 7, version: 3 })).not.toEqual([]);
});

test("the route that has a path runs, and sees what it would have seen", async () => {
  const named = calledByName(update);
  expect([named.method, named.path, named.operation]).toEqual(["POST", "/rpc/orders.Order.update", update.operation]);
  const answer = await named.handle(request({ id, version: 3, note: "soon" }));
  expect(answer).toEqual(ok({ body: { params: { id }, body: { note: "soon" }, ifMatch: 3 } }));
  const listed = await calledByName(list).handle(request({ limit: 2 }));
  expect(listed).toEqual(ok({ body: { query: { limit: 2 }, body: null } }));
});

test("what is asked by its path stays as it was asked, and what nothing is taken by is null", () => {
  const asked = request({ note: "soon" });
  expect(originalRequest(update, asked)).toBe(asked);
  const nothing = defineRoute({ ...list, operation: "orders.count", query: null });
  expect(calledByName(nothing).body).toBeNull();
  expect(calledByName({ ...nothing, params: record({}) }).body).toBeNull();
});
