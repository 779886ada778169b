import { describe, expect, test } from "vitest";
import { renderedInTurn, salesOf } from "./tables.ts";

const order = "Order: { fields: { note: string(..80), total: money } }";

describe("the migrations of a service", () => {
  const first = salesOf(order);

  test("are one to begin with, and the same whatever is rendered again", () => {
    const once = renderedInTurn([first]);
    expect([...once.migrations.keys()]).toEqual(["0001-create-tables"]);
    expect(renderedInTurn([first, first]).tree).toEqual(once.tree);
  });

  test("go on from those that were rendered, which stay byte for byte", () => {
    const once = renderedInTurn([first]);
    const next = renderedInTurn([first, salesOf("Order: { fields: { note: string(..80), total: money, gift: bool = false } }")]);
    expect([...next.migrations.keys()]).toEqual(["0001-create-tables", "0002-add-order-gift"]);
    expect(next.migrations.get("0001-create-tables")).toBe(once.migrations.get("0001-create-tables"));
    expect(next.migrations.get("0002-add-order-gift")).toContain('alter table "sales"."orders" add column "gift" boolean not null default false;');
    const index = next.tree.find(({ path }) => path === "src/services/sales/data/migrations/index.ts");
    expect(index?.content).toContain("[createTables, addOrderGift]");
  });

  test("make the tables of a new entity beside those that are there", () => {
    const next = renderedInTurn([first, salesOf(`${order}\nCoupon: { fields: { code: { type: string(..20), unique: true }, order: Order } }`)]);
    expect([...next.migrations.keys()]).toEqual(["0001-create-tables", "0002-create-coupon"]);
    expect(next.migrations.get("0002-create-coupon")).toMatch(/create table "sales"\."coupons"[\s\S]*references "sales"\."orders"/u);
  });

  test("delete nothing that leaves the spec", () => {
    const next = renderedInTurn([first, salesOf("Order: { fields: { total: money } }")]);
    expect([...next.migrations.keys()]).toEqual(["0001-create-tables", "0002-keep-order-note"]);
    expect(next.migrations.get("0002-keep-order-note")).toContain('alter column "note" drop not null');
    expect(next.pending).toEqual(["sales.Order.note"]);
    expect(next.tree.some(({ content }) => /drop column if exists "note"/u.test(content))).toBe(false);
  });
});
