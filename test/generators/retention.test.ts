import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import type { Entity } from "../../src/model/architecture.ts";
import { example } from "./architectures.ts";

const generated = (retentions: Readonly<Record<string, Entity["retention"]>>) => {
  const shop = example("shop");
  const services = shop.services.map((service) => ({
    ...service,
    entities: service.entities.map((entity) => ({ ...entity, retention: retentions[entity.name] ?? null })),
  }));
  const files = generate({ ...shop, services }, { keybeam: "0.1.0" });
  return (path: string): string => files.find((file) => file.path === path)?.content ?? "";
};

test("what must be kept is not deleted, and its test says so", () => {
  const content = generated({ Order: { keepMs: 86_400_000 } });
  expect(content("src/services/orders/application/orders.ts")).toContain("mayGo(found.value, 86_400_000, ports.now())");
  expect(content("test/orders.test.ts")).toContain("kept: true");
  expect(content("src/services/orders/service.ts")).not.toContain("jobs");
});

test("what goes when it is old goes by a job, but not while another row refers to it, and is found by an index", () => {
  const content = generated({ Category: { deleteAfterMs: 1_000 }, Tag: { deleteAfterMs: 1_000 } });
  expect(content("src/services/catalog/service.ts")).toContain('name: "catalog.deleteOldCategories"');
  expect(content("src/services/catalog/data/categories.ts")).toContain('from "catalog"."products" as "other" where "other"."category" = "this"."id"');
  expect(content("src/services/catalog/data/tags.ts")).toContain('from "catalog"."products_tags" as "other" where "other"."member" = "this"."id"');
  expect(content("src/services/catalog/data/migrations/0001-create-tables.ts")).toContain('"categories" ("created_at")');
  expect(content("package.json")).toContain('"croner"');
});

test("a spec without retention speaks of none", () => {
  const files = generate(example("shop"), { keybeam: "0.1.0" });
  expect(files.filter(({ path, content }) => /retention|mayGo|deleteOld/u.test(`${path} ${content}`)).map(({ path }) => path)).toEqual([]);
});
