import { describe, expect, it } from "vitest";
import { check, projectOf } from "../../../src/check/index.ts";
import type { MeaningCache } from "../../../src/check/meaning/cache.ts";
import type { Fact, Kind } from "../../../src/check/meaning/fact.ts";
import { architectureOf, checkFiles } from "../project.ts";

const spec = `
keybeam: 1
name: shop
topology: modular-monolith
services: { catalog: {}, orders: {}, user-accounts: {} }
auth: { model: none }
`;

const shared = {
  "src/services/catalog/contract.ts": "export interface CatalogClient { reserve(): void }\nexport const reserve = () => 1;",
  "src/services/catalog/index.ts": `export { products } from "./data/products.ts";\nexport { migrations } from "./data/migrations/index.ts";\nimport { stock } from "./data/products.ts";\nexport { stock as kept };`,
  "src/services/catalog/data/products.ts": "export const products = {}; export const stock = {};",
  "src/services/catalog/data/migrations/index.ts": "export const migrations = [];",
};
const place = "src/services/orders/application/place.ts";
const app = "src/apps/shop/main.ts";

const findIn = async (rule: string, path: string, text: string) => {
  const { diagnostics } = await checkFiles(spec, { ...shared, [path]: text });
  expect(diagnostics.map((one) => one.rule).filter((one) => one !== rule)).toEqual([]);
  return diagnostics.map(({ at, target }) => `${at.file}:${at.line} ${target}`);
};

const spanning: readonly (readonly [string, string])[] = [
  ["db.transaction(async () => { await ports.catalog.reserve(); });", "ports.catalog.reserve"],
  ["db.transaction(() => catalogClient.reserve());", "catalogClient.reserve"],
  ["prisma.$transaction(async (tx) => { if (tx) for (const x of [1]) await userAccounts.get(x); });", "userAccounts.get"],
  ["const work = () => catalog.reserve(); db.transaction(work);", "catalog.reserve"],
  ["const inner = async () => { await catalog.reserve(); }; db.transaction(async () => { await inner(); });", "catalog.reserve"],
  [`import type { CatalogClient } from "../../catalog/contract.ts"; export const f = (shelf: CatalogClient) => db.transaction(() => shelf.reserve());`, "shelf.reserve"],
  [`const f = async () => { await db.query("BEGIN"); await catalog.reserve(); await db.query("COMMIT"); };`, "catalog.reserve"],
];
const within = [
  "db.transaction(async (tx) => { await ports.repositories.orders.update(tx); });",
  "db.transaction(async (tx) => { await ports.repositories.catalog.update(tx); });",
  "catalog.reserve(); db.transaction(() => orders.update());",
  "const catalog = 1; db.transaction(() => update(catalog));",
  `const f = async () => { await db.query("BEGIN"); await db.query("COMMIT"); await catalog.reserve(); };`,
  "run(() => catalog.reserve());",
];

describe("transaction-across-services", () => {
  it.each(spanning)("finds %s", async (text, name) => {
    expect(await findIn("transaction-across-services", place, text)).toEqual([`${place}:1 ${name}`]);
  });

  it.each(within)("leaves %s alone", async (text) => {
    expect(await findIn("transaction-across-services", place, text)).toEqual([]);
  });

  it("takes the first service of an app's transaction for its own", async () => {
    expect(await findIn("transaction-across-services", app, "db.transaction(() => { orders.place(); catalog.reserve(); });")).toEqual([`${app}:1 catalog.reserve`]);
    expect(await findIn("transaction-across-services", app, "db.transaction(() => { orders.place(); orders.pay(); });")).toEqual([]);
  });
});

describe("foreign-repository", () => {
  it.each(["ports.catalog.repositories.products.get()", "catalog.productRepository.get()", "needs.catalogService.products.repository"])("finds %s", async (text) => {
    expect(await findIn("foreign-repository", place, text)).toHaveLength(1);
  });

  it.each(["ports.repositories.catalog.get()", "orders.repositories.lines.get()", "catalog.repositoryName", "products.repository.get()"])("leaves %s alone", async (text) => {
    expect(await findIn("foreign-repository", place, text)).toEqual([]);
  });

  it.each(["products", "kept"])("finds %s, which comes in through the door", async (name) => {
    expect(await findIn("foreign-repository", app, `import { ${name} } from "../../services/catalog/index.ts";`)).toEqual([`${app}:1 ${name}`]);
  });

  it("finds one behind a door that was made since the file was read", async () => {
    const kept = new Map<string, readonly [kinds: readonly Kind[], facts: readonly Fact[]]>();
    const recall: MeaningCache["recall"] = (path, _, kinds) => {
      const [known, facts] = kept.get(path) ?? [[], []];
      return kinds.every((kind) => known.includes(kind)) ? facts : null;
    };
    const meanings: MeaningCache = { recall, keep: (path, _, kinds, facts) => void kept.set(path, [kinds, facts]) };
    const run = async (files: Readonly<Record<string, string>>) => {
      const { diagnostics } = await check(architectureOf(spec), { ...projectOf(new Map(Object.entries(files))), stamp: (path) => path }, { meanings });
      return diagnostics.map(({ rule, at }) => `${rule} ${at.file}`).filter((one) => one.endsWith(app));
    };
    const { "src/services/catalog/index.ts": door, ...inside } = shared;
    const text = 'import { products } from "../../services/catalog/index.ts";';
    expect(await run({ ...inside, [app]: text })).toEqual([`unresolved-import ${app}`]);
    expect(await run({ ...inside, [app]: text, "src/services/catalog/index.ts": door })).toEqual([`foreign-repository ${app}`]);
  });

  it("lets an app have migrations", async () => {
    expect(await findIn("foreign-repository", app, `import { migrations } from "../../services/catalog/index.ts";`)).toEqual([]);
  });
});
