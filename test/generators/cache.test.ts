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
