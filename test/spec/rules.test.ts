import { describe, expect, it } from "vitest";
import { readSpec } from "../../src/spec/index.ts";

const open = "auth: { model: none }\n";

function spec(services: string, top = open): string {
  return `keybeam: 1\nname: sample\nservices:\n${services}\n${top}`;
}

function errorsOf(text: string): readonly (readonly [rule: string, message: string])[] {
  return readSpec(text, "architecture.yaml")[1]
    .filter(({ severity }) => severity === "error")
    .map(({ rule, message }) => [rule, message] as const);
}

function entities(body: string, more = ""): string {
  return spec(`  shop:\n    entities: { ${body} }${more}`);
}

/** Two services, and a system outside. */
function asked(topology: string, service = "bank"): string {
  const [name, ...others] = topology.split(", deploy");
  const bank = 'bank: { baseUrl: "https://bank.example", operations: { pay: { http: POST /pay } } }';
  const top = `topology: ${name}\n${others.map((other) => `deploy${other}\n`).join("")}integrations: { ${bank} }\n${open}`;
  return spec(`  ${service}: {}\n  shop: {}`, top);
}

const order = "Order: { fields: { total: money } }";

describe("exchanged-names", () => {
  const named = (first: string, second: string, third: string): string =>
    spec(`  red: { was: ${first}, entities: { ${order} } }\n  blue: { was: ${second}, entities: { ${order} } }\n  green: { was: ${third}, entities: { ${order} } }`);

  it.each([
    ["blue", "red", "old", ["`red` and `blue`"]],
    ["blue", "green", "red", ["`red` and `blue` and `green`"]],
    ["old", "green", "blue", ["`blue` and `green`"]],
    ["blue", "green", "old", []],
    ["red", "older", "old", []],
  ])("services that were %s, %s and %s", (first, second, third, circles) => {
    const found = readSpec(named(first, second, third), "architecture.yaml")[1].filter(({ rule }) => rule === "exchanged-names");
    expect(found.map(({ message }) => message.split(" go on")[0])).toEqual(circles);
  });
});

describe("name-clash", () => {
  it.each([
    ["services by mark and number", spec("  order-item: {}\n  order-items: {}")],
    ["entities by plural", entities("Category: { fields: { a: int } }, Categories: { fields: { a: int } }")],
    ["entities by case", entities("ORDERLINE: { fields: { a: int } }, OrderLine: { fields: { a: int } }")],
    ["an entity and a type", entities(order, "\n    types: { Orders: { a: int } }")],
    ["an entity and an operation", entities(order, "\n    operations: { order: { http: POST /x } }")],
    [
      "an operation and an event",
      spec("  shop:\n    operations: { sold: { http: POST /x, emits: Sold } }\n    events: { Sold: {} }"),
    ],
    [
      "one transition of two entities",
      entities(
        "A: { fields: { s: enum(x | y) }, transitions: { s: { go: x -> y } } }, B: { fields: { s: enum(x | y) }, transitions: { s: { go: x -> y } } }",
      ),
    ],
    ["fields by case", entities("Order: { fields: { unitPrice: int, unitprice: int } }")],
    [
      "a set's table and an entity",
      entities("Order: { fields: { tags: set(Tag) } }, Tag: { fields: { a: int } }, OrderTag: { fields: { a: int } }"),
    ],
    ["roles", spec("  shop: {}", "auth: { model: jwt, roles: { shopKeeper: {}, shopkeeper: {} } }\n")],
    ["a unit and a system outside, of which a variable says the address", asked("microservices")],
    ["a unit of functions and a system outside", asked("hybrid, deploy: { units: { bank: { services: [shop], as: functions } } }", "desk")],
  ])("%s", (_, text) => {
    expect(errorsOf(text).map(([rule]) => rule)).toEqual(["name-clash"]);
  });

  it.each([
    ["the same entity in two services", spec(`  a:\n    entities: { ${order} }\n  b:\n    entities: { ${order} }`)],
    ["a field and its list", entities("Order: { fields: { tag: string, tags: list(string) } }")],
    [
      "words that only look like plurals",
      entities("Status: { fields: { a: int } }, Stat: { fields: { a: int } }, News: { fields: { a: int } }"),
    ],
    ["a service in one process and a system outside", asked("modular-monolith")],
    [
      "a transition and its keys",
      entities(
        "A: { fields: { s: enum(x | y) }, transitions: { s: { go: x -> y } } }",
        "\n    operations: { go: { timeout: 1s } }",
      ),
    ],
  ])("not %s", (_, text) => {
    expect(errorsOf(text)).toEqual([]);
  });
});

describe("route-clash", () => {
  it.each([
    [
      "two operations, whatever their parameters are called",
      "operations: { a: { http: GET /x/:id }, b: { http: GET /x/:name } }",
      1,
    ],
    ["an operation and a resource", "operations: { a: { http: POST /orders } }", 1],
    ["an operation and a transition", "operations: { a: { http: POST /orders/:id/go } }", 1],
    ["different methods", "operations: { a: { http: GET /x }, b: { http: POST /x } }", 0],
  ])("%s", (_, operations, count) => {
    const text = entities(
      "Order: { fields: { s: enum(x | y) }, transitions: { s: { go: x -> y } } }",
      `\n    api: { resources: { Order: [list, get, create] } }\n    ${operations}`,
    );
    expect(errorsOf(text).map(([rule]) => rule)).toEqual(Array(count).fill("route-clash"));
  });

  it("built-in paths, where the version does not stand in the path", () => {
    const text = spec(
      "  shop:\n    operations: { a: { http: POST /auth/login } }",
      `api: { versioning: header }\n${open}`,
    );
    expect(errorsOf(text).map(([rule]) => rule)).toEqual(["route-clash"]);
    expect(errorsOf(text.replace("header", "path"))).toEqual([]);
  });

  it("the paths of users' own data, where users have them", () => {
    const text = (ownData: boolean) =>
      spec(
        "  shop:\n    operations: { mine: { http: GET /me/data } }",
        `api: { versioning: header }\nauth: { model: jwt, ownData: ${ownData}, roles: { customer: { may: [shop.*] } } }`,
      );
    expect(errorsOf(text(false))).toEqual([]);
    expect(errorsOf(text(true)).map(([rule]) => rule)).toContain("route-clash");
  });
});

describe("unknown-name", () => {
  const base = `  shop:
    entities: { Order: { fields: { total: money } } }
    api: { resources: { Order: [list] } }
    operations: { sell: { http: POST /sales, emits: Sold } }
    events: { Sold: { fields: { a: int } } }
    reacts: { shop.Sold: sell }
`;
  it.each([
    ["indexes", base.replace("total: money }", "total: money }, indexes: [nope, [total, nope]]"), 2],
    ["unique", base.replace("total: money }", "total: money }, unique: [[nope]]"), 1],
    ["partitionBy", base.replace("total: money }", "total: money }, partitionBy: nope"), 1],
    ["transitions", base.replace("total: money }", "total: money }, transitions: { nope: { go: a -> b } }"), 1],
    ["resources", base.replace("Order: [list]", "Order: [list], Nope: [list]"), 1],
    ["filter", base.replace("Order: [list]", "Order: { actions: [list], filter: [nope], search: [nope] }"), 2],
    ["a resource action", base.replace("sell:", "Order.delete: { timeout: 1s }, sell:"), 1],
    ["emits", base.replace("emits: Sold", "emits: [Sold, Nope]"), 1],
    ["uses", base.replace("emits: Sold", "emits: Sold, uses: [nope.go]"), 1],
    ["deprecated", base.replace("emits: Sold", 'emits: Sold, deprecated: { since: "2026-01-01", use: shop.nope }'), 1],
    ["calls", `${base}    calls: { nope: { operations: [go] } }\n`, 1],
    ["an event", base.replace("shop.Sold: sell", "shop.Sold: sell, shop.Nope: sell"), 1],
    ["a reaction", base.replace("shop.Sold: sell", "shop.Sold: [sell, nope]"), 1],
    ["a job", `${base}    jobs: { nightly: { do: nope, cron: "0 3 * * *" } }\n`, 1],
  ])("in %s", (_, services, count) => {
    const found = errorsOf(spec(services));
    expect(found.filter(([rule]) => rule === "unknown-name" || rule === "undeclared-use")).toHaveLength(count);
    expect(found.length).toBe(count);
  });

  it.each([
    ["queues", "queues: { q: { carries: [shop.Nope] } }\n"],
    ["orderBy", "queues: { q: { carries: [shop.Sold], orderBy: nope } }\n"],
    ["tenancy", "tenancy: { by: shop.Nope, member: shop.Order }\n"],
    ["cache", "cache: { entries: { shop.Order.get: { for: 5m } } }\n"],
    ["clearedBy", "cache: { entries: { shop.Order.list: { for: 5m, clearedBy: [shop.Nope] } } }\n"],
    ["scale", "deploy: { scale: { nope: { min: 1 } } }\n"],
    ["accounts without logins", "deploy: { scale: { accounts: { min: 1 } } }\n"],
    ["actors", "actors: { shopper: { uses: [nope] } }\n"],
    ["layers", "layers: { api: { uses: [nope] } }\n"],
    ["layers never reached", "layers: { api: { neverReaches: [useCases, pg] } }\n"],
  ])("in %s", (_, top) => {
    expect(errorsOf(spec(base, open + top)).map(([rule]) => rule)).toEqual(["unknown-name"]);
  });

  it.each([
    "user: shop.Nope",
    "selfRegistration: nope",
    "roles: { a: { extends: [nope] } }",
    "roles: { a: { may: [{ do: shop.sell, if: nope }] } }",
  ])("in auth: %s", (keys) => {
    expect(errorsOf(spec(base, `auth: { model: jwt, ${keys} }\n`)).map(([rule]) => rule)).toEqual(["unknown-name"]);
  });
});

describe("owned-children", () => {
  it.each([
    ["two owners", "A: { fields: { c: list(C) } }, B: { fields: { c: list(C) } }, C: { fields: { a: int } }"],
    ["itself", "A: { fields: { a: list(A) } }"],
    [
      "transitions of its own",
      "A: { fields: { c: list(C) } }, C: { fields: { s: enum(x | y) }, transitions: { s: { go: x -> y } } }",
    ],
  ])("%s", (_, body) => {
    expect(errorsOf(entities(body)).map(([rule]) => rule)).toEqual(["owned-children"]);
  });
});

describe("policies", () => {
  const guarded = (policy: string): string =>
    spec(
      "  shop:\n    entities: { Order: { fields: { owner: uuid, total: money, secret: { type: string, encrypt: true }, extra: json, lines: list(string) } } }\n    api: { resources: { Order: [list] } }",
      `auth: { model: jwt, roles: { a: { may: [{ do: shop.Order.list, if: p }] } }, policies: { p: ${JSON.stringify(policy)} } }\n`,
    );

  it.each([
    "resource.owner == user.id",
    "!(resource.id in [user.id]) && resource.createdAt <= now",
    "user.id == 'x' || resource.owner != user.id",
  ])("%s can filter", (policy) => {
    expect(errorsOf(guarded(policy))).toEqual([]);
  });

  it.each([
    "size(resource.owner) > 3",
    "resource.secret == user.id",
    "resource.extra == user.id",
    "resource.nope == user.id",
    "resource.total == user.id",
    "resource.owner in resource.lines",
    "resource.createdAt == user.id",
    "user.name == 'x'",
    "input.x == user.id",
    "resource.owner.startsWith('a')",
    "resource == user",
  ])("%s cannot", (policy) => {
    expect(errorsOf(guarded(policy)).map(([rule]) => rule)).toEqual(["unfilterable-policy"]);
  });

  it.each([
    "resource.owner = user.id",
    "resource.total + 1 < 3",
    "resource.owner ==",
    "(user.id",
    "user.id user.id",
    "process.exit == 1",
    "user.id == `x`",
    "; drop",
    "== user.id",
  ])("%s is none", (policy) => {
    expect(errorsOf(guarded(policy)).map(([rule]) => rule)).toContain("bad-policy");
  });

  it("end a question with its own mark", () => {
    const [, message = ""] = errorsOf(guarded("resource.ownr == user.id"))[0] ?? [];
    expect(message).toMatch(/Did you mean `owner`\?$/);
    expect(errorsOf(guarded("resource.owner =="))[0]?.[1]).toMatch(/: a value is missing at its end\.$/);
  });
});

describe("calls", () => {
  it("retries are for what may be done twice", () => {
    const text = (operation: string): string =>
      spec(
        `  shop:\n    calls: { catalog: { operations: [${operation}], retries: 1 } }\n  catalog:\n    entities: { Item: { fields: { a: int } } }\n    api: { resources: { Item: [list, get, create, update, delete] } }\n    operations: { look: { kind: query, http: GET /look } }`,
      );
    for (const operation of ["Item.list", "Item.get", "Item.update", "Item.delete", "look"])
      expect(errorsOf(text(operation)), operation).toEqual([]);
    expect(errorsOf(text("Item.create")).map(([rule]) => rule)).toEqual(["unsafe-retry"]);
  });

  it("an integration's command is not retried either", () => {
    const text = (idempotency: string): string =>
      spec(
        "  shop:\n    calls: { pay: { operations: [charge], retries: 1 } }",
        `${open}integrations: { pay: { baseUrl: https://pay.example, operations: { charge: { http: POST /c, idempotency: ${idempotency} } } } }\n`,
      );
    expect(errorsOf(text("none")).map(([rule]) => rule)).toEqual(["unsafe-retry"]);
    expect(errorsOf(text("key"))).toEqual([]);
  });

  it.each([
    ["{ idempotency: key }", "", []],
    ["{ idempotency: natural }", "", []],
    ["{ }", "", ["unfit-fallback"]],
    ["{ idempotency: key, output: { left: int } }", "", ["unfit-fallback"]],
    ["{ kind: query }", "", ["unfit-fallback"]],
    ["{ idempotency: key }", ", undo: { reserve: release }", ["unfit-fallback"]],
  ])("a command %s%s waits for its callee only where it can", (reserve, undo, rules) => {
    const calls = `{ operations: [reserve], fallback: queue${undo} }`;
    const operations = `{ reserve: ${reserve}, release: { idempotency: natural } }`;
    const text = spec(`  shop:\n    calls: { catalog: ${calls} }\n  catalog:\n    operations: ${operations}`);
    expect(errorsOf(text).map(([rule]) => rule)).toEqual(rules);
  });

  it("a service that calls itself is a circle of one", () => {
    expect(
      errorsOf(
        spec("  shop:\n    operations: { a: { kind: query, http: GET /a } }\n    calls: { shop: { operations: [a] } }"),
      ),
    ).toEqual([["call-cycle", "The service `shop` calls itself."]]);
  });
});

describe("leaking-reservation", () => {
  const text = (uses: string): string =>
    spec(`  catalog:
    operations:
      reserve: { input: { order: uuid }, idempotency: natural }
      release: { input: { order: uuid }, idempotency: natural }
  orders:
    entities:
      Order: { fields: { status: enum(draft | done) = draft }, transitions: { status: { move: draft -> done } } }
    operations: { move: { uses: [catalog.${uses}] } }
    calls: { catalog: { operations: [reserve, release], undo: { reserve: release } } }`);

  it.each([
    ["reserve", []],
    ["release", ["leaking-reservation"]],
  ])("%s before the write", (uses, rules) => {
    expect(readSpec(text(uses), "architecture.yaml")[1].map(({ rule }) => rule)).toEqual(rules);
  });
});
