import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/model/architecture.ts";
import { readSpec, ungenerated } from "../../src/spec/index.ts";
import { around } from "./fixtures/inputs.ts";

const root = new URL("../../", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

function architectureOf(text: string): Architecture {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(diagnostics.map(({ rule, message }) => `${rule}: ${message}`).join("\n"));
  return architecture;
}

const shop = architectureOf(read("examples/shop/architecture.yaml"));
const everything = read("test/spec/fixtures/everything.yaml");

describe("the examples", () => {
  it.each(["clinic", "notes", "shop", "warehouse"])("%s has no errors", (name) => {
    const [architecture, diagnostics] = readSpec(read(`examples/${name}/architecture.yaml`), "architecture.yaml");
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(architecture?.name).toBe(name);
  });

  it("the whole language has warnings only", () => {
    const [, diagnostics] = readSpec(everything, "architecture.yaml");
    expect(diagnostics.map(({ rule, severity, at }) => [rule, severity, at.line])).toEqual([
      ["unheard-event", "warning", 122],
      ["leaking-reservation", "warning", 140],
      ["memory-cache-in-functions", "warning", 181],
    ]);
  });
});

describe("normalising", () => {
  it("fills in what the smallest spec leaves out", () => {
    const notes = architectureOf(read("examples/notes/architecture.yaml"));
    expect(notes).toMatchObject({
      topology: "monolith",
      queues: [],
      auth: { models: ["none"] },
      api: { versioning: "path", bodyLimitBytes: 65_536 },
      units: [{ name: "notes", as: "process", services: ["notes"] }],
      deploy: { target: "process", scale: new Map(), functions: "service" },
    });
    expect(notes.layers.map(({ name, role }) => [name, role])).toEqual(
      ["api", "application", "domain", "data", "infrastructure"].map((name) => [name, [name]]),
    );
    expect(notes.layers[2]).toMatchObject({ uses: [], packages: { allow: [] }, builtins: false });
  });

  it("reads where and how widely it runs", () => {
    const { deploy } = architectureOf(everything);
    expect(deploy.target).toBe("kubernetes");
    expect([...deploy.scale]).toEqual([["orders", { min: 2, max: 10, cpu: 0.7, memoryBytes: 268_435_456 }]]);
  });

  it("makes an operation of each transition", () => {
    const orders = shop.services.find(({ name }) => name === "orders");
    expect(orders?.operations.map(({ name }) => name)).toEqual(["place", "pay", "cancel", "quote"]);
    expect(orders?.operations[0]).toMatchObject({
      http: { method: "POST", path: "/orders/:id/place" },
      kind: "command",
      emits: ["OrderPlaced"],
      uses: [{ service: "catalog", operation: "reserveStock" }],
      timeoutMs: 5000,
    });
    expect(orders?.entities[0]?.fields.find(({ name }) => name === "status")).toMatchObject({
      set: "never",
      default: "draft",
    });
    expect(orders?.entities[1]?.ownedBy).toBe("Order");
  });

  it("gives resource actions their keys", () => {
    const order = architectureOf(everything)
      .services.find(({ name }) => name === "orders")
      ?.api.resources.find(({ entity }) => entity === "Order");
    expect(order?.actions.map(({ action, emits }) => [action, emits])).toEqual([
      ["list", []],
      ["get", []],
      ["create", []],
      ["update", []],
      ["delete", ["OrderDeleted"]],
    ]);
  });

  it("expands grants to full names, sorted", () => {
    const staff = shop.auth.roles.find(({ name }) => name === "staff");
    expect(staff?.may[0]?.operations).toEqual([
      "customers.Customer.create",
      "customers.Customer.get",
      "customers.Customer.list",
      "customers.Customer.update",
    ]);
    expect(shop.auth.roles.find(({ name }) => name === "admin")?.may[0]?.operations).toContain("payments.open");
  });

  it("measures in milliseconds, bytes and fractions", () => {
    const all = architectureOf(everything);
    expect(all.requirements).toMatchObject({ availability: 0.999, p95Ms: 200 });
    expect(all.queues[0]).toMatchObject({
      backoff: { firstMs: 1000, lastMs: 300_000 },
      retainMs: 604_800_000,
      orderBy: "order",
    });
    expect(all.queues.at(-1)).toMatchObject({
      name: "events",
      // Some unit runs as functions, which hear through SQS.
      broker: "sqs",
      carries: ["catalog.ProductChanged", "orders.OrderDeleted", "payments.PaymentFailed"],
    });
    expect(all.services.find(({ name }) => name === "orders")?.calls[0]).toMatchObject({
      timeoutMs: 300,
      retries: 2,
      breaker: { errors: 0.5, openMs: 10_000 },
    });
    expect(all.services.find(({ name }) => name === "orders")?.api.rateLimit).toEqual({
      count: 60,
      perMs: 60_000,
      by: "user",
    });
  });

  it.each([
    [
      "monolith",
      [
        {
          name: "everything",
          as: "process",
          services: ["accounts", "catalog", "customers", "orders", "orgs", "payments", "thumbnails"],
        },
      ],
    ],
    [
      "microservices",
      [
        { name: "gateway", as: "gateway", services: [] },
        ...["orgs", "customers", "catalog", "orders", "payments", "thumbnails", "accounts"].map((name) => ({
          name,
          as: "process",
          services: [name],
        })),
      ],
    ],
    [
      "serverless",
      ["orgs", "customers", "catalog", "orders", "payments", "thumbnails", "accounts"].map((name) => ({
        name,
        as: "functions",
        services: [name],
      })),
    ],
    [
      "hybrid",
      [
        { name: "gateway", as: "gateway", services: [] },
        { name: "core", as: "process", services: ["catalog", "orders"] },
        { name: "media", as: "functions", services: ["thumbnails"] },
        { name: "everything", as: "process", services: ["accounts", "customers", "orgs", "payments"] },
      ],
    ],
  ])("cuts %s into units", (topology, units) => {
    expect(architectureOf(everything.replace("topology: hybrid", `topology: ${topology}`)).units).toEqual(units);
  });

  it("a hybrid without rest gives accounts a unit of its own", () => {
    const text = around(
      "string",
      "api: { resources: { Order: [list] } }",
      "topology: hybrid\nauth: { model: jwt, roles: { a: { may: [all] } } }\ndeploy: { units: { one: { services: [shop] } } }\n",
    );
    expect(architectureOf(text).units.map(({ name, services }) => [name, services])).toEqual([
      ["gateway", []],
      ["one", ["shop"]],
      ["accounts", ["accounts"]],
    ]);
  });

  it("a spec that holds only layers is complete", () => {
    const only = architectureOf(
      "layers:\n  web: { role: api, uses: [core] }\n  core: { role: [application, domain], builtins: false }\n",
    );
    expect(only.layers.map(({ name, role, uses }) => [name, role, uses])).toEqual([
      ["web", ["api"], ["core"]],
      ["core", ["application", "domain"], []],
    ]);
    expect(only.units).toEqual([]);
  });

  it("knows where each part stands", () => {
    const line = (start: string): number =>
      read("examples/shop/architecture.yaml")
        .split("\n")
        .findIndex((text) => text.startsWith(start)) + 1;
    expect(shop.positions.get("services.orders.entities.Order.fields.status")).toMatchObject({
      file: "architecture.yaml",
      line: line("          status: enum(draft"),
      column: 11,
    });
    expect(shop.positions.get("queues.order-events.carries.0")).toMatchObject({
      line: line("    carries: ["),
      column: 15,
    });
  });

  it("the order of keys never matters", () => {
    const [head = "", ...rest] = everything.split(/^(?=queues:|auth:|api:|services:|tenancy:|deploy:)/m);
    const turned = architectureOf([head, ...rest.reverse()].join(""));
    const { positions: _, ...one } = architectureOf(everything);
    const { positions: __, ...other } = turned;
    expect(other).toEqual(one);
  });
});

describe("what is not generated yet", () => {
  it("is named once for each key, at the key", () => {
    const found = ungenerated(architectureOf(everything));
    const messages = found.map(({ message }) => message);
    expect(new Set(messages).size).toBe(messages.length);
    expect(found.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([
      "The broker `nats` does not run functions, and this system has some.",
    ]);
  });

  it("an identity provider is read with its claim, and what it calls roles", () => {
    const provider = (keys: string) =>
      architectureOf(read("examples/shop/architecture.yaml").replace("model: jwt", "model: oidc").replace("tokens:", `oidc: { issuer: "https://id.example", audience: shop${keys} }\n  tokens:`)).auth.oidc;
    expect(provider("")).toEqual({ issuer: "https://id.example", audience: "shop", roles: null, names: new Map() });
    const named = provider(", roles: realm_access.roles, names: { admin: shop-admins, staff: [clerks, staff] }");
    expect([named?.roles, ...(named?.names ?? [])]).toEqual(["realm_access.roles", ["admin", ["shop-admins"]], ["staff", ["clerks", "staff"]]]);
  });

  it("what no repository seals is an error, and what is sealed cannot be filtered by", () => {
    const spec = (line: string): string =>
      read("examples/shop/architecture.yaml").replace("OrderLine:\n        fields: {", `OrderLine:\n        fields: { ${line}`);
    const errors = ungenerated(architectureOf(spec("secret: { type: text, encrypt: true }, "))).filter(({ severity }) => severity === "error");
    expect(errors.map(({ message }) => message.slice(0, 22))).toEqual(["`encrypt` is generated"]);
    const indexed = read("examples/shop/architecture.yaml").replace("note: optional(string(..500))", "note: { type: optional(string(..500)), encrypt: true }").replace("indexes: [customer,", "indexes: [note, customer,");
    expect(ungenerated(architectureOf(indexed)).map(({ message }) => message.slice(0, 18))).toEqual(["An encrypted field"]);
  });

  it.each(["http: GET /elsewhere", "kind: query", "idempotency: key", "errors: [Late]"])("refuses `%s` on a resource's action, which would mean nothing there", (key) => {
    const spec = read("examples/notes/architecture.yaml").replace("\n    api:", `\n    operations: { Note.get: { ${key} } }\n    api:`);
    expect(ungenerated(architectureOf(spec)).map(({ severity, message }) => [severity, message])).toEqual([["error", "This is an action of a resource: what it takes and answers, and where, comes of its entity."]]);
    const allowed = spec.replace(key, "timeout: 1s");
    expect(ungenerated(architectureOf(allowed))).toEqual([]);
  });

  it("notes has nothing to warn of", () => {
    expect(ungenerated(architectureOf(read("examples/notes/architecture.yaml")))).toEqual([]);
  });

  it("says of how functions are cut only where there are none that it means nothing", () => {
    const cut = (topology: string) => `${around("string")}topology: ${topology}\ndeploy: { functions: operation }\n`;
    const said = (topology: string) => ungenerated(architectureOf(cut(topology))).map(({ message }) => message);
    expect(said("serverless")).toEqual([]);
    expect(said("modular-monolith")).toEqual(["`deploy.functions` says how functions are cut, and there are none."]);
  });
});

describe("one run", () => {
  it("names all problems, in the order of the file, and no echo of them", () => {
    const text = [
      "keybeam: 1",
      "name: sample",
      "servces: {}",
      "topology: monolit",
      "services:",
      "  shop:",
      "    entities:",
      "      Order:",
      "        fields: { a: strng, b: Custmer, c: enum(x | y) }",
      "        transitions: { c: { go: x -> z } }",
      "    operations:",
      "      Sell: {}",
      "    reacts: { other.Sold: go }",
      "auth: { model: jwt, roles: { clerk: { may: [shop.nothing, shp.*] } } }",
      "",
    ].join("\n");
    const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
    expect(architecture).toBeNull();
    expect(diagnostics.map(({ rule, at, help }) => [rule, at.line, at.column, help])).toEqual([
      ["unknown-key", 3, 1, "Did you mean `services`?"],
      ["wrong-value", 4, 11, "Did you mean `monolith`?"],
      ["bad-type", 9, 22, "Did you mean `string`?"],
      ["unknown-name", 9, 32, "Known here: `Order`."],
      ["unknown-state", 10, 33, "Known here: `x`, `y`."],
      ["bad-name", 12, 7, "Write `sell`."],
      ["unknown-name", 13, 15, ""],
      ["unmatched-grant", 14, 45, "Known here: `shop.go`."],
      ["unmatched-grant", 14, 59, "Did you mean `shop.*`?"],
    ]);
  });

  it("what refers to a part that was left out is not blamed as well", () => {
    const text = around(
      "string",
      "operations: { sell: { htp: POST /sales, emits: Sold } }\nevents: { Sold: { feilds: { a: int } } }",
      "auth: { model: jwt, roles: { clerk: { my: [shop.sell] } } }\n",
    );
    expect(readSpec(text, "architecture.yaml")[1].map(({ rule }) => rule)).toEqual([
      "unknown-key",
      "unknown-key",
      "unknown-key",
    ]);
  });

  it("a circle is named once, the same way in each order of the file", () => {
    const service = (name: string, callee: string): string =>
      `  ${name}:\n    operations: { ask${name.toUpperCase()}: { kind: query, http: GET /${name} } }\n    calls: { ${callee}: { operations: [ask${callee.toUpperCase()}] } }\n`;
    const parts = [service("a", "b"), service("b", "c"), service("c", "a")];
    const messages = [parts, [...parts].reverse()].map((order) =>
      readSpec(`keybeam: 1\nname: x\nservices:\n${order.join("")}auth: { model: none }\n`, "architecture.yaml")[1].map(
        ({ message }) => message,
      ),
    );
    expect(messages[0]).toEqual(["Services call one another in a circle: `a` → `b` → `c` → `a`."]);
    expect(messages[1]).toEqual(messages[0]);
  });

  it("events that nobody hears are one finding, which counts them", () => {
    const text = around("string", "events: { Sold: {}, Lost: {}, Made: {} }\noperations: { make: { http: POST /makes, emits: Made } }");
    expect(readSpec(text, "a.yaml")[1].map(({ rule, message }) => [rule, message])).toEqual([
      ["unheard-event", "Nobody hears 2 events, and nobody publishes them: `shop.Sold`, `shop.Lost`."],
      ["unheard-event", "Nobody hears `shop.Made`."],
    ]);
  });

  it("warnings can be silenced or raised by `check.rules`", () => {
    const text = around("string", "events: { Sold: {} }");
    expect(readSpec(text, "a.yaml")[1].map(({ rule, severity }) => [rule, severity])).toEqual([
      ["unheard-event", "warning"],
    ]);
    expect(readSpec(`${text}check: { rules: { unheard-event: "off" } }\n`, "a.yaml")[1]).toEqual([]);
    expect(readSpec(`${text}check: { rules: { unheard-event: error } }\n`, "a.yaml")[0]).toBeNull();
  });
});
