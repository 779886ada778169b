import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { example } from "./architectures.ts";

test("a service that only calls others, and says nowhere what for, declares nothing that nobody reads", () => {
  const shop = example("shop");
  const orders = shop.services.find(({ name }) => name === "orders");
  if (orders === undefined) throw new Error("The shop has no orders.");
  const caller = { ...orders, name: "caller", entities: [], operations: [], events: [], reacts: [], jobs: [], api: { ...orders.api, resources: [] } };
  const files = generate({ ...shop, services: [...shop.services, caller], units: shop.units.map((unit, index) => (index === 0 ? { ...unit, services: [...unit.services, "caller"] } : unit)) }, { keybeam: "0.1.0" });
  const text = files.find(({ path }) => path === "src/services/caller/service.ts")?.content ?? "";
  expect(text).toContain("createCaller = (_needs: CallerNeeds)");
  expect(text).not.toContain("ports");
});
