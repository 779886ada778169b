import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { example } from "./architectures.ts";

const sealed = (topology: string) => {
  const shop = example("shop", { topology, deploy: { target: "kubernetes" } });
  const services = shop.services.map((service) => ({
    ...service,
    entities: service.entities.map((entity) => ({
      ...entity,
      fields: entity.fields.map((field) => ({ ...field, encrypt: entity.name === "Customer" && field.name !== "name" })),
    })),
  }));
  const files = generate({ ...shop, services }, { keybeam: "0.1.0" });
  return (path: string): string => files.find((file) => file.path === path)?.content ?? "";
};

test("an encrypted field lies as text, a unique one beside its blind index", () => {
  const content = sealed("modular-monolith");
  const tables = content("src/services/customers/data/migrations/0001-create-tables.ts");
  expect(tables).toContain('"email_blind_index" text collate "C" not null');
  expect(tables).toContain('unique ("email_blind_index")');
  expect(tables).not.toContain('unique ("email")');
  expect(tables).not.toContain("phone_blind_index");
});

test("no statement is handed the plain value, and every row that is read is opened", () => {
  const repository = sealed("modular-monolith")("src/services/customers/data/customers.ts");
  expect(repository).not.toMatch(/^ +row\.(?:email|phone),$/mu);
  expect(repository.match(/await sealed\(/gu)).toHaveLength(2);
  expect(repository).toContain("opened: (row) => openedCustomer(cipher, row),");
  expect(repository).not.toContain('email: \'"email"\'');
});

test("what lies encrypted is neither filtered nor sorted by", () => {
  const content = sealed("modular-monolith");
  expect(content("src/services/customers/api/customers.schemas.ts")).not.toMatch(/enum: \[[^\]]*"email"/u);
  expect(content("src/services/customers/data/customers.ts")).toContain('sorted: ["id", "createdAt", "updatedAt", "name"]');
});

test("the keys are a secret of the units that encrypt alone", () => {
  const content = sealed("microservices");
  expect(content("src/platform/config.ts")).toContain('const SEALING = ["customers"];');
  expect(content("deploy/kubernetes/customers.yaml")).toContain("key: ENCRYPTION_KEYS");
  expect(content("deploy/kubernetes/orders.yaml")).not.toContain("ENCRYPTION_KEYS");
  expect(content("deploy/.env.example")).toContain("ENCRYPTION_KEYS=");
});

test("a spec that encrypts nothing speaks of no keys", () => {
  const files = generate(example("shop"), { keybeam: "0.1.0" });
  expect(files.filter(({ path, content }) => /cipher\.ts|ENCRYPTION_KEYS|sealedTables/u.test(`${path} ${content}`)).map(({ path }) => path)).toEqual([]);
});
