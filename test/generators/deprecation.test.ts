import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { example } from "./architectures.ts";

test("a route of a deprecated operation says since when and what to use, others say nothing", () => {
  const shop = example("shop");
  const deprecated = { since: "2026-06-01", sunset: null, use: "orders.place" };
  const services = shop.services.map((service) => ({
    ...service,
    operations: service.operations.map((one) => (one.name === "quote" ? { ...one, deprecated } : one)),
  }));
  const files = generate({ ...shop, services }, { keybeam: "0.1.0" });
  const saying = files.filter(({ path, content }) => path.startsWith("src/services/") && content.includes("deprecated:"));
  expect(saying.map(({ path }) => path)).toEqual(["src/services/orders/api/operations.routes.ts"]);
  expect(saying[0]?.content).toContain('deprecated: { since: "2026-06-01", sunset: null, use: "orders.place" },');
});

test("where nothing is deprecated nothing speaks of it", () => {
  const files = generate(example("shop"), { keybeam: "0.1.0" });
  expect(files.filter(({ path, content }) => `${path} ${content}`.includes("eprecat")).map(({ path }) => path)).toEqual([]);
});
