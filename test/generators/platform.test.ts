import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { needsOf } from "../../src/generators/platform/needs.ts";
import { platform } from "../../src/generators/platform.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { example, shopInTwo } from "./architectures.ts";

const pathsOf = (architecture: Architecture): readonly string[] =>
  platform(architecture).map((file) => file.path.replace("src/platform/", ""));

const contentOf = (architecture: Architecture, path: string): string =>
  platform(architecture).find((file) => file.path === `src/platform/${path}`)?.content ?? "";

/** All that reads the environment. */
const settingsOf = (architecture: Architecture): string =>
  pathsOf(architecture).filter((path) => /(?:^|\/)config\.ts$/u.test(path)).map((path) => contentOf(architecture, path)).join("\n");

test("what a system needs is worked out once, however many routes ask for it", () => {
  const shop = example("shop");
  expect(needsOf(shop)).toBe(needsOf(shop));
});

describe("the platform has what the spec needs and no more", () => {
  const optional = [
    "auth/tokens.ts",
    "broker/consumer.ts",
    "database/once.ts",
    "kernel/call.ts",
    "outbox/relay.ts",
    "queues.ts",
    "remote/client.ts",
  ];

  test("notes needs none of the parts", () => {
    expect(pathsOf(example("notes")).filter((path) => optional.includes(path))).toEqual([]);
    expect(pathsOf(example("notes"))).toContain("http/server.ts");
  });

  test("shop in one process needs all but remote calls", () => {
    const found = pathsOf(example("shop"));
    expect(optional.filter((path) => !found.includes(path))).toEqual(["remote/client.ts"]);
  });

  test("shop in two processes needs all", () => {
    const found = pathsOf(shopInTwo());
    expect(optional.filter((path) => !found.includes(path))).toEqual([]);
  });

  test.each(["monolith", "modular-monolith", "microservices", "serverless"])("two services that do not call each other have all that their platform imports, as %s", (topology) => {
    const services = { one: { entities: { Word: { fields: { text: "string" } } } }, other: { operations: { look: { http: "GET /looked", kind: "query", output: { words: "int" } } } } };
    const files = platform(example("notes", { topology, services }));
    const paths = new Set(files.map(({ path }) => path));
    const imports = files.filter(({ path }) => !path.includes("/test/")).flatMap(({ path, content }) => [...content.matchAll(/from "(\.[^"]+)"/gu)].map(([, to = ""]) => new URL(to, `file:///${path}`).pathname.slice(1)));
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.filter((path) => path.startsWith("src/platform/") && !paths.has(path))).toEqual([]);
    expect(files.some(({ content }) => /^import \{ fail \}/mu.test(content) && !/\bfail\(/u.test(content))).toBe(false);
  });

  test("a spec of layers alone gets no platform", () => {
    expect(platform({ ...example("notes"), services: [] })).toEqual([]);
  });
});

describe("config asks for what the process needs", () => {
  test.each([
    ["notes", example("notes"), ["DATABASE_URL"], ["BROKER_URL", "ACCOUNTS_KEY", "INTERNAL_PUBLIC_KEYS"]],
    ["shop", example("shop"), ["DATABASE_URL", "BROKER_URL", "ACCOUNTS_KEY"], ["INTERNAL_PUBLIC_KEYS"]],
    ["shop in two", shopInTwo(), ["DATABASE_URL", "BROKER_URL", "ACCOUNTS_KEY", "INTERNAL_PUBLIC_KEYS"], []],
  ])("%s", (_name, architecture, asked, silent) => {
    const config = settingsOf(architecture);
    expect(asked.filter((name) => !config.includes(`"${name}"`))).toEqual([]);
    expect(silent.filter((name) => config.includes(`"${name}"`))).toEqual([]);
  });
});

const pair = {
  callee: { operations: { look: { kind: "query" } } },
  caller: { operations: { ask: { http: "GET /answers", kind: "query" } }, calls: { callee: { operations: ["look"] } } },
};

describe("grants", () => {
  const grants = contentOf(example("shop"), "auth/grants.ts");

  test("roles inherit: whoever extends a role may do what it may", () => {
    expect(grants).toContain('["orders.quote", ["admin", "customer", "staff"]]');
  });

  test("what one role was granted is not another's", () => {
    expect(grants).toContain('["payments.settle", ["admin", "staff"]]');
  });

  test("the way to a token needs none, and nothing else does that the spec does not name", () => {
    const anonymous = grants.slice(0, grants.indexOf("export const grants"));
    expect(anonymous).toContain('"accounts.login"');
    expect(anonymous).toContain('"catalog.Product.list"');
    expect(anonymous).not.toContain("orders.");
  });

  test("whom a policy may let through is let in, for the service asks it", () => {
    const shop = example("shop");
    const roles = [{ name: "customer", extends: [], may: [{ operations: ["orders.place"], policy: "isOwner" }] }];
    const guarded = { ...shop, auth: { ...shop.auth, roles } };
    expect(contentOf(guarded, "auth/grants.ts")).toContain('["orders.place", ["customer"]]');
  });
});

test("a hostile description cannot leave its string", () => {
  const description = '*/ "; process.exit(1); // ${x} `\u2028';
  const openapi = contentOf({ ...example("notes"), description }, "http/openapi.ts");
  const [, literal = ""] = /^const DESCRIPTION = (.*);$/mu.exec(openapi) ?? [];
  expect(new Script(literal).runInNewContext()).toBe(description);
});

test("a service has a role of its own from the modular monolith on", () => {
  expect(contentOf(example("notes"), "database/schema.ts")).toContain("=> null");
  expect(contentOf(example("shop"), "database/schema.ts")).toContain("`shop_${schemaOf(service)}`");
});

test("a service answers those alone that say that they call it", () => {
  const callers = contentOf(shopInTwo(), "remote/callers.ts");
  expect(callers).toContain('["catalog.getProduct", ["orders"]]');
  expect(callers).toContain('["catalog.releaseStock", ["orders"]]');
  expect(callers).not.toContain("customers.");
  expect(callers).toContain('["orders", "shop"]');
});

describe("certificates between units", () => {
  const auth = { model: "none", betweenServices: "mtls" };
  const files = ["dev/certificates.ts", "remote/certificate.ts", "remote/peers.ts", "test/certificates.test.ts"];

  test.each([
    ["where several units ask for them", example("notes", { topology: "microservices", auth, services: pair }), files],
    ["not in one process", example("notes", { topology: "monolith", auth, services: pair }), []],
    ["not where calls are only signed", example("notes", { topology: "microservices", services: pair }), []],
  ])("%s", (_name, architecture, expected) => {
    expect(pathsOf(architecture).filter((path) => files.includes(path)).sort()).toEqual(expected);
    expect(settingsOf(architecture).includes("TLS_CERT_FILE")).toBe(expected.length > 0);
    expect(settingsOf(architecture).includes("https://${unit}")).toBe(expected.length > 0);
  });
});
