import { expect, test } from "vitest";
import { affectedBy } from "../dev/affected.ts";

const hosts = { orders: "orders", catalog: "storefront", customers: "storefront" };

test.each([
  [["services/orders/application/place.ts"], ["orders"]],
  [["services/catalog/domain/product.ts", "services/customers/api/schemas.ts"], ["storefront"]],
  [["services\\orders\\domain\\order.ts"], ["orders"]],
  [["services/orders/contract.ts"], null],
  [["services/orders/data/migrations/0002-more.ts"], null],
  [["services/orders/domain/order.ts", "platform/config.ts"], null],
  [["services/unknown/domain/order.ts"], null],
])("a change of %j concerns %j", (paths, units) => {
  const affected = affectedBy(paths, hosts);
  expect(affected === null ? null : [...affected]).toEqual(units);
});
