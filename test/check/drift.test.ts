import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Drift, driftBetween, type ThingKind } from "../../src/check/drift/index.ts";
import { thingsIn } from "../../src/check/drift/things.ts";
import { generate } from "../../src/generators/index.ts";
import { readSpec } from "../../src/spec/index.ts";

const shop = readFileSync("examples/shop/architecture.yaml", "utf8");

function rendered(spec: string): ReadonlyMap<string, string> {
  const [architecture, diagnostics] = readSpec(spec, "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return new Map(generate(architecture, { keybeam: "1.0.0" }).map(({ path, content }) => [path, content]));
}

const said = rendered(shop);
const things = thingsIn(said).things;
/** What the edits are about; the rest would be the same on both sides. */
const few = new Map([...said].filter(([path]) => /^src\/(?:services\/orders|platform\/(?:auth|config))/.test(path)));
const allowed = new Set(["orders → catalog", "orders → catalog.reserveStock", "orders → catalog.releaseStock", "orders → catalog.getProduct"]);

/** The drift where somebody edited one file by hand. */
function edited(path: string, from: string, to: string): readonly Drift[] {
  const text = few.get(path) ?? "";
  expect(text, path).toContain(from);
  const code = new Map(few).set(path, text.replace(from, to));
  return driftBetween({ said: few, code, coming: code, allowed }).drifts;
}

const short = ({ apart, thing: { kind, name }, differences }: Drift): string =>
  [apart, kind, name, ...differences.map(({ key, said: was, found }) => `${key}: ${was} → ${found}`)].join(" ");

const sources = "src/services/orders";

describe("what a spec asks for", () => {
  it.each<readonly [kind: ThingKind, name: string]>([
    ["route", "POST /v1/quotes"],
    ["route", "POST /auth/login"],
    ["contract", "orders.quote"],
    ["event", "orders.OrderPlaced"],
    ["publication", "orders.OrderPlaced"],
    ["reaction", "orders.pay on payments.PaymentSettled"],
    ["call", "orders → catalog"],
    ["grant", "customer: orders.quote"],
    ["grant", "anonymous: catalog.Product.list"],
    ["variable", "DATABASE_URL"],
    ["variable", "ACCOUNTS_KEY"],
  ])("is read from its code: %s %s", (kind, name) => {
    expect(things.some((thing) => thing.kind === kind && thing.name === name)).toBe(true);
  });

  it.each(["monolith", "modular-monolith", "microservices", "serverless", "hybrid"])("is all that the code of %s has", (topology) => {
    const tree = rendered(shop.replace("topology: modular-monolith", `topology: ${topology}`));
    const { drifts, counts, unread } = driftBetween({ said: tree, code: tree, coming: tree, allowed });
    expect([drifts, unread]).toEqual([[], []]);
    expect(counts.said).toBeGreaterThan(100);
    expect(counts.found).toBe(counts.said);
  });
});

describe("an edit by hand", () => {
  it.each<readonly [what: string, path: string, from: string, to: string, drifts: readonly string[]]>([
    ["another path", `${sources}/api/operations.routes.ts`, '"/v1/quotes"', '"/v1/offers"', ["other route POST /v1/offers the route: POST /v1/quotes → POST /v1/offers"]],
    ["a route of one's own", `${sources}/api/operations.routes.ts`, "  defineRoute<", '  defineRoute({ operation: "orders.export", method: "GET", path: "/v1/export" }),\n  defineRoute<', ["extra route GET /v1/export"]],
    ["a route past keybeam's own", `${sources}/service.ts`, "const client = clientOf(ports);", 'const client = clientOf(ports);\n  server.get("/raw", async () => 1);', ["extra route GET /raw"]],
    ["a path that is computed", `${sources}/api/operations.routes.ts`, '"/v1/quotes"', "`/v1/${name}`", ["missing route POST /v1/quotes", "unreadable route "]],
    ["an operation in a contract", `${sources}/contract.ts`, "  methods: {", "  methods: {\n    refund: { kind: 'command' },", ["extra contract orders.refund"]],
    ["no operation in a contract", `${sources}/contract.ts`, '    quote: {\n      kind: "query"', '    quote2: {\n      kind: "query"', ["missing contract orders.quote", "extra contract orders.quote2"]],
    ["another deadline", `${sources}/service.ts`, "timeoutMs: 800", "timeoutMs: 8_000", ["other call orders → catalog timeoutMs: 800 → 8000"]],
    ["another version of an event", `${sources}/contract.ts`, "orderCancelledEvent: EventContract = { version: 1", "orderCancelledEvent: EventContract = { version: 2", ["other event orders.OrderCancelled version: 1 → 2"]],
    ["an event of one's own", `${sources}/application/events.ts`, "export const orderCancelled", 'export const mine = () => outgoing("orders.OrderLost", 1, "x", {});\n\nexport const orderCancelled', ["extra publication orders.OrderLost"]],
    ["an event that is published no more", `${sources}/application/events.ts`, 'outgoing("orders.OrderCancelled"', 'nothing("orders.OrderCancelled"', ["missing publication orders.OrderCancelled"]],
    ["a reaction to another event", `${sources}/service.ts`, 'event: "payments.PaymentFailed"', 'event: "payments.PaymentLost"', ["missing reaction orders.cancel on payments.PaymentFailed", "extra reaction orders.cancel on payments.PaymentLost"]],
    ["a grant", "src/platform/auth/grants.ts", '["orders.Order.delete", ["admin", "staff"]]', '["orders.Order.delete", ["admin", "customer", "staff"]]', ["extra grant customer: orders.Order.delete"]],
    ["no grant", "src/platform/auth/grants.ts", '  ["orders.quote", ["admin", "customer", "staff"]],\n', "", ["missing grant admin: orders.quote", "missing grant customer: orders.quote", "missing grant staff: orders.quote"]],
    ["a door without a lock", "src/platform/auth/grants.ts", '  "catalog.Product.get",\n', '  "catalog.Product.delete",\n  "catalog.Product.get",\n', ["extra grant anonymous: catalog.Product.delete"]],
    ["a variable", `${sources}/service.ts`, "const client = clientOf(ports);", 'const client = clientOf(ports);\n  const mine = process.env["MINE"];', ["extra variable MINE"]],
    ["no variable", "src/platform/config.ts", 'read.port("ADMIN_PORT", 9464)', "9464", ["missing variable ADMIN_PORT"]],
    ["a call that is not allowed", `${sources}/application/quote.ts`, "export const", "const sneak = (ports: Ports) => ports.catalog.deleteProduct();\n\nexport const", ["extra use orders → catalog.deleteProduct"]],
    ["another layout and other quotes", `${sources}/contract.ts`, 'kind: "query",\n      idempotency: "natural",\n      timeoutMs: 5_000', "kind: 'query', idempotency: 'natural',\n\n      timeoutMs: 5000", []],
  ])("that makes %s", (_, path, from, to, drifts) => {
    expect(edited(path, from, to).map(short)).toEqual(drifts);
  });

  it("is told apart from what a run would mend", () => {
    const [old, now] = [said, rendered(shop.replace("Tag: [list, create]", "Tag: [list, create, get]"))];
    const behind = driftBetween({ said: now, code: old, coming: now, allowed }).drifts;
    expect(behind.map((one) => `${short(one)} ${one.mended}`)).toEqual(expect.arrayContaining(["missing route GET /v1/tags/:id true", "missing grant staff: catalog.Tag.get true"]));
    expect(driftBetween({ said: now, code: old, coming: old, allowed }).drifts.every(({ mended }) => !mended)).toBe(true);
    expect(driftBetween({ said: old, code: now, coming: old, allowed }).drifts.every(({ apart, mended }) => apart === "extra" && mended)).toBe(true);
  });
});
