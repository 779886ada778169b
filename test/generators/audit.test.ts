import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { example } from "./architectures.ts";

const audited = (more: object = {}) => {
  const shop = example("shop");
  const services = shop.services.map((service) => ({
    ...service,
    entities: service.entities.map((entity) => ({
      ...entity,
      ...(entity.name === "Order" ? { audit: true, ...more } : {}),
      fields: entity.fields.map((field) => ({ ...field, ...(field.name === "note" ? { sensitivity: "personal" as const } : {}) })),
    })),
  }));
  const files = generate({ ...shop, services }, { keybeam: "0.1.0" });
  return (path: string): string => files.find((file) => file.path === path)?.content ?? "";
};

test("every use case that writes notes it in its transaction, under its own name", () => {
  const orders = audited()("src/services/orders/application/orders.ts");
  expect(orders.match(/await ports\.auditTrail\(transaction, envelope, orderAudit/gu)).toHaveLength(3);
  expect(orders).toContain('written(ports, envelope, "pay", found.value, moved.value, version, [])');
  expect(orders).toContain('written(ports, envelope, "update", found.value, changed, version, [])');
  expect(orders).toContain('secret: ["note"]');
});

test("what goes by itself is noted, too", () => {
  const service = audited({ retention: { deleteAfterMs: 1_000 } })("src/services/orders/service.ts");
  expect(service).toMatch(/ports\.auditTrail\(transaction, envelope, orderAudit, \{\s+action: "deleteOld",/u);
});

test("the trail is the service's own, and others have none", () => {
  const content = audited();
  expect(content("src/services/orders/service.ts")).toContain('auditTrail: sqlAudit("orders")');
  expect(content("src/services/catalog/service.ts")).not.toContain("auditTrail");
  expect(content("src/apps/audit.ts")).toContain('const services = ["orders"];');
});

test("a spec without audit has none", () => {
  const files = generate(example("shop"), { keybeam: "0.1.0" });
  expect(files.filter(({ path, content }) => /_audit|AuditTrail|src\/apps\/audit/u.test(`${path} ${content}`)).map(({ path }) => path)).toEqual([]);
});
