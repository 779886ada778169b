import { expect, test } from "vitest";
import { createVisibility } from "../auth/visibility.ts";
import type { User } from "../kernel/envelope.ts";
import type { Json } from "../kernel/json.ts";
import { checked } from "../kernel/json.ts";
import { listOf, pageOfSchema, record } from "../kernel/scalars.ts";
import { type Schema, violationsOf } from "../kernel/schema.ts";
import { defineRoute, type Route } from "../kernel/world.ts";

const visibility = createVisibility(
  new Map([
    [
      "shop.Item.list",
      {
        answer: [
          { at: ["items", "*", "cost"], seenBy: ["buyer"] },
          { at: ["items", "*", "parts", "*", "maker"], seenBy: ["buyer", "lead"] },
          { at: ["items", "*", "score"], seenBy: [] },
        ],
        input: [
          { at: ["query", "cost"], seenBy: ["buyer"] },
          { at: ["query", "sort"], seenBy: ["buyer"], values: ["cost", "-cost"] },
          { at: ["body", "parts", "*", "maker"], seenBy: ["buyer", "lead"] },
        ],
      },
    ],
  ]),
);

const user = (...roles: readonly string[]): User => ({ id: "01900000-0000-7000-8000-000000000001", roles });
const row = { id: "1", cost: 5, score: 1, parts: [{ name: "lid", maker: "ACME" }, { name: "cup" }] };
const body: Json = { items: [row, { id: "2" }], next: null };
const shown = (who: User | null) => visibility.shown("shop.Item.list", who, { body });

test("leaves out what a role does not see, at any depth, and nothing else", () => {
  const buyers = { ...row, score: undefined };
  expect(shown(user("buyer")).body).toEqual({ items: [buyers, { id: "2" }], next: null });
  const parts = [{ name: "lid" }, { name: "cup" }];
  expect(shown(user("clerk")).body).toEqual({ items: [{ id: "1", parts }, { id: "2" }], next: null });
  expect(shown(null).body).toEqual(shown(user()).body);
  expect(shown(user("clerk", "lead")).body).toEqual({
    items: [{ id: "1", parts: row.parts }, { id: "2" }],
    next: null,
  });
});

test("leaves what it was given as it is, since others may be shown it too", () => {
  const before = structuredClone(body);
  shown(null);
  expect(body).toEqual(before);
});

test("names different views differently, and the view of those who see all that anybody sees not at all", () => {
  const views = [user("buyer"), user("lead"), user("clerk")].map((who) => shown(who).view);
  expect(views[0]).toBe("");
  expect(new Set(views).size).toBe(3);
  expect(shown(null).view).toBe(shown(user("clerk")).view);
});

const asked = (request: { readonly query?: unknown; readonly body?: unknown }, who: User | null) =>
  visibility.refusal("shop.Item.list", who, { params: null, query: {}, body: undefined, ...request });

test.each([
  ["filters by it", { query: { cost: 5 } }, "/query/cost"],
  ["sorts by it", { query: { sort: "-cost" } }, "/query/sort"],
  ["sends it, be it null", { body: { parts: [{ name: "lid" }, { maker: null }] } }, "/parts/*/maker"],
])("refuses who %s and does not see it", (_what, request, pointer) => {
  const refused = asked(request, user("clerk"));
  expect(refused).toMatchObject({ code: "forbidden", violations: [{ pointer }] });
  expect(asked(request, null)).toEqual(refused);
  expect(asked(request, user("buyer"))).toBeNull();
});

test("lets in what says nothing of it", () => {
  expect(asked({ query: { sort: "id" }, body: { parts: [{ name: "lid" }] } }, null)).toBeNull();
  expect(visibility.refusal("shop.Item.get", null, { params: {}, query: { cost: 1 }, body: undefined })).toBeNull();
});

const integer: Schema = { type: "integer" };
const item = record({
  id: { type: "string" },
  cost: integer,
  score: integer,
  parts: listOf(record({ name: { type: "string" }, maker: { type: "string" } })),
});
const route: Route = defineRoute<null, null, null>({
  operation: "shop.Item.list",
  method: "GET",
  path: "/v1/items",
  summary: "List items",
  kind: "query",
  timeoutMs: 1_000,
  query: { type: "object", properties: { cost: integer, sort: { type: "string", enum: ["id", "cost", "-cost"] } } },
  success: { status: 200, body: pageOfSchema(item) },
  handle: () => Promise.reject(new Error("is not run")),
});

test("is described so that every view fits, and who sees what is said", () => {
  const { success, query } = visibility.described(route);
  const schema = success.body ?? {};
  const whole = { items: [{ ...row, parts: [{ name: "lid", maker: "ACME" }] }], next: null };
  for (const who of [user("buyer"), user("lead"), user("clerk")]) {
    const answer = visibility.shown(route.operation, who, { body: checked<Json>(whole) }).body;
    expect(violationsOf(schema, answer)).toEqual([]);
  }
  expect(violationsOf(schema, whole).map(({ pointer }) => pointer)).toEqual(["/items/0/score"]);
  expect(JSON.stringify(schema)).toContain("For buyer, lead alone.");
  expect(JSON.stringify(query)).toContain("For cost, -cost: buyer alone.");
});
