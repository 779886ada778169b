import { expect, test } from "vitest";
import { accounts } from "../../src/generators/accounts.ts";
import { apps } from "../../src/generators/apps.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { example, shopInMany, shopInTwo } from "./architectures.ts";

const contentOf = (architecture: Architecture, path: string): string =>
  apps(architecture).find((file) => file.path === `src/apps/${path}`)?.content ?? "";

test("one process links services by function, and each that is called is looked up late", () => {
  const main = contentOf(example("shop"), "shop/main.ts");
  expect(main).toContain("platform.local(catalogContract, () => catalog.client)");
  expect(main).not.toContain("platform.remote");
});

test("two processes link what lives elsewhere by HTTP, and host each service once", () => {
  const [rest, storefront] = ["shop/main.ts", "storefront/main.ts"].map((path) => contentOf(shopInTwo(), path));
  expect(rest).toContain('platform.remote(catalogContract, "storefront")');
  expect(rest).not.toContain("createCatalog(");
  expect(storefront).toContain("createCatalog(");
  expect(storefront).toContain('publishedKeys(platform.config.unitUrls["shop"])');
});

test("the migrate step knows every service, the built-in one too, and the broker where there are events", () => {
  const migrate = contentOf(example("shop"), "migrate.ts");
  for (const name of ["accounts", "catalog", "customers", "orders", "payments"])
    expect(migrate).toContain(`service: "${name}"`);
  expect(migrate).toContain("prepareBrokers");
  expect(contentOf(example("notes"), "migrate.ts")).not.toContain("prepareBrokers");
});

test("the first administrator gets the role that grants all", () => {
  expect(contentOf(example("shop"), "admin.ts")).toContain('const ROLE = "admin";');
});

test("sample data names the rows that were created before", () => {
  expect(contentOf(example("shop"), "seed.ts")).toContain("tags: [catalogTag.id]");
});

test("accounts are there for tokens alone, and register only where a role may", () => {
  expect(accounts(example("notes"))).toEqual([]);
  const routes = (architecture: Architecture): string =>
    accounts(architecture).find((file) => file.path.endsWith("api/accounts.ts"))?.content ?? "";
  const shop = example("shop");
  expect(routes(shop)).toContain("/auth/register");
  expect(routes({ ...shop, auth: { ...shop.auth, selfRegistration: null } })).not.toContain("/auth/register");
});

test("nothing but src/apps and src/platform tells one topology from the other", () => {
  expect(accounts(shopInTwo())).toEqual(accounts(example("shop")));
});

test("a gateway knows every route and who answers it, and nothing of what services have for one another", () => {
  const routes = contentOf(shopInMany(), "gateway/routes.ts");
  for (const [path, unit] of [["/v1/orders/:id/place", "orders"], ["/v1/quotes", "orders"], ["/auth/login", "accounts"]]) {
    expect(routes).toMatch(new RegExp(`path: "${path}",[^}]*unit: "${unit}"`, "u"));
  }
  expect(routes).not.toContain("reserveStock");
  expect(contentOf(shopInTwo(), "gateway/routes.ts")).toContain('unit: "storefront"');
  expect(contentOf(example("shop"), "gateway/routes.ts")).toBe("");
});

test("microservices are migrated into databases that only their own service comes into", () => {
  expect(contentOf(shopInMany(), "migrate.ts")).toContain("await confine(url, schema.service);");
  expect(contentOf(example("shop"), "migrate.ts")).not.toContain("confine");
});
