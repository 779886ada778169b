import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { cacheTable } from "../../src/generators/platform/cache.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { example } from "./architectures.ts";

const cached = (topology: string, operation: string): Architecture => ({
  ...example("shop", { topology }),
  cache: { store: "memory", entries: [{ operation, forMs: 60_000, clearedBy: ["orders.OrderPlaced"] }] },
});

const contentOf = (architecture: Architecture) => {
  const files = generate(architecture, { keybeam: "0.1.0" });
  return (path: string): string => files.find((file) => file.path === path)?.content ?? "";
};

test("what is cached stands in a table, and somebody hears what clears it", () => {
  const content = contentOf(cached("modular-monolith", "catalog.Product.get"));
  expect(content("src/platform/cache/entries.ts")).toContain('operation: "catalog.Product.get"');
  expect(content("src/platform/cache/entries.ts")).toContain("byUser: false");
  expect(content("src/platform/queues.ts")).toContain('{ event: "orders.OrderPlaced", subscriber: "catalog.clearCache" }');
});

test("under a policy each user has answers of their own", () => {
  const shop = cached("modular-monolith", "orders.Order.get");
  const roles = [{ name: "customer", extends: [], may: [{ operations: ["orders.Order.get"], policy: "isOwner" }] }];
  expect(cacheTable({ ...shop, auth: { ...shop.auth, roles } })).toContain("byUser: true");
});

test.each([
  ["functions", cached("serverless", "catalog.Product.get")],
  ["commands", cached("modular-monolith", "orders.place")],
])("%s keep nothing", (_name, architecture) => {
  const content = contentOf(architecture);
  expect(content("src/platform/cache/cache.ts")).toBe("");
  expect(content("src/platform/queues.ts")).not.toContain("clearCache");
});

test("in Redis one cache serves all instances: only those who keep something are told where it is, and Compose runs it", () => {
  const shop = cached("microservices", "catalog.Product.get");
  const content = contentOf({ ...shop, cache: { ...shop.cache, store: "redis" }, deploy: { ...shop.deploy, target: "compose" } });
  expect(content("package.json")).toContain('"ioredis"');
  expect(content("src/platform/cache/redis.ts")).not.toBe("");
  expect([content("src/platform/cache/cache.ts"), content("src/platform/cache/clearing.ts")]).toEqual(["", ""]);
  expect(content("src/platform/queues.ts")).toContain('{ event: "orders.OrderPlaced", subscriber: "catalog.clearCache" }');
  const compose = content("deploy/compose.yaml");
  expect(compose.split("CACHE_URL: redis://redis-cache:6379")).toHaveLength(2);
  expect(compose).toMatch(/^ {2}redis-cache:\n {4}image: redis:/mu);
  expect(contentOf(shop)("package.json")).not.toContain("ioredis");
});
