import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { impact } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import type { Change, Impact } from "../../src/model/impact.ts";
import { keptSpec, readKept, readSpec } from "../../src/spec/index.ts";

const shop = readFileSync("examples/shop/architecture.yaml", "utf8");

function architectureOf(text: string): Architecture {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(JSON.stringify(diagnostics));
  return architecture;
}

/** The architecture of shop as a later run knows it. */
function kept(): Architecture {
  const architecture = readKept(keptSpec(shop) ?? "");
  if (architecture === null) throw new Error("nothing was kept");
  return architecture;
}

/** What it means to put other texts in place of some of shop's spec. */
function changing(...edits: readonly (readonly [was: string, now: string])[]): Impact {
  const changed = edits.reduce((text, [was, now]) => {
    if (!text.includes(was)) throw new Error(`${was} is not there`);
    return text.replace(was, now);
  }, shop);
  return impact(kept(), architectureOf(changed), []);
}

const briefly = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ change, breaking, name, says }) => `${breaking ? "!" : ""}${change} ${name}${says.length === 0 ? "" : `: ${says.join("; ")}`}`);

describe("the impact of a change", () => {
  test("is nothing where the spec means what it meant", () => {
    expect(Object.values(changing(["keybeam: 1\n", "keybeam: 1 # the language\n"])).flat()).toEqual([]);
  });

  test("names what clients must send and see no more", () => {
    const { endpoints } = changing(["phone: optional(string(..30))", "phone: string(..20)\n          vip: bool = false"], ["email: { type: email, unique: true }", "mail: { type: email, was: email, unique: true }"]);
    const given = "`vip` may be given; `email` is called `mail`; `phone` takes string(..20), where it was string(..30)";
    const nulled = "`phone` may not be null";
    expect(briefly(endpoints)).toEqual([
      "!changed GET /v1/customers: `sort=email` is taken no more; `vip` may be given; `sort=mail` may be given; `sort=phone` may be given; `email` is called `mail`",
      `!changed PATCH /v1/customers/:id: ${given}; ${nulled}`,
      `!changed POST /v1/customers: ${given}; \`phone\` must be given; ${nulled}`,
      "!changed customers.Customer, as shown: `vip` is shown; `email` is called `mail`; `phone` shows string(..20), where it was string(..30); `phone` is null in rows from before alone, and in none after `--contract`",
    ]);
  });

  test("breaks nobody where more is taken, or less is shown of what may be null", () => {
    const { endpoints } = changing(["name: string(1..200)\n          email", "name: string(1..300)\n          email"]);
    expect(briefly(endpoints)).toEqual([
      "changed PATCH /v1/customers/:id: `name` takes string(1..300), where it was string(1..200)",
      "changed POST /v1/customers: `name` takes string(1..300), where it was string(1..200)",
      "!changed customers.Customer, as shown: `name` shows string(1..300), where it was string(1..200)",
    ]);
  });

  test("tells of endpoints that came and went, and of errors", () => {
    const { endpoints } = changing(["{ Order: [list, get, create, update, delete] }", "{ Order: [list, get, create, update] }"], ["errors: [UnknownProduct]", "errors: [TooMany]"], ["place: draft -> placed", "place: draft -> placed\n            ship: paid -> cancelled"]);
    expect(briefly(endpoints)).toEqual([
      "!removed DELETE /v1/orders/:id",
      "added POST /v1/orders/:id/ship",
      "changed POST /v1/quotes: may fail with TooMany (409); fails with UnknownProduct (409) no more",
    ]);
  });

  test("reaches into lists, and tells of what came or went whole once", () => {
    const { endpoints, contracts } = changing(["QuoteLine: { product: uuid, quantity: int(1..1000) }", "QuoteLine: { product: uuid, quantity: int(2..1000), size: string }"], ["input: { order: uuid, lines: list(StockLine) }", "input: { order: uuid, stock: list(StockLine) }"]);
    expect(briefly(endpoints)).toEqual(["!changed POST /v1/quotes: `lines[].size` must be given; `lines[].quantity` takes int(2..1000), where it was int(1..1000)"]);
    expect(briefly(contracts)).toEqual(["!changed catalog.reserveStock: `lines` is taken no more; `stock` must be given"]);
  });

  test("follows events to those who hear them, and to what carries them", () => {
    const { events } = changing(["OrderCancelled: { fields: { order: uuid } }", "OrderCancelled: { fields: { order: uuid, reason: string } }\n      OrderKept: { fields: { order: uuid } }"], ["carries: [orders.OrderPlaced,", "broker: redis\n    carries: [orders.OrderPlaced,"], ["      orders.OrderPlaced: open\n", "      orders.OrderPlaced: open\n      orders.OrderCancelled: open\n"]);
    const moved = "travels by redis, where it was embedded: what still lies there is not carried over";
    expect(briefly(events)).toEqual([`!changed orders.OrderCancelled: \`reason\` is shown; is heard by payments; ${moved}`, "added orders.OrderKept", `!changed orders.OrderPlaced: ${moved}`]);
  });

  test("says who may do what, inherited grants among them, and nothing of what is gone", () => {
    const { permissions } = changing(["orders.Order.create, orders.place], if", "orders.Order.create, orders.cancel], if"], ["Product: [list, get, create, update, delete]", "Product: [list, get, create, update]"]);
    expect(briefly(permissions)).toEqual(["added customer may: orders.cancel if isTheirs", "!removed customer may: orders.place if isTheirs"]);
  });

  test("says who sees a field no more, and nothing of those who reach nothing there", () => {
    const { permissions } = changing(["note: optional(string(..500))", "note: { type: optional(string(..500)), visibleTo: [staff] }"]);
    expect(briefly(permissions)).toEqual(["!removed admin may: see orders.Order.note", "!removed customer may: see orders.Order.note"]);
  });

  test("names the units that come and go", () => {
    const { units } = changing(["topology: modular-monolith", "topology: hybrid\ndeploy: { units: { storefront: { services: [catalog], as: process } } }"]);
    expect(briefly(units)).toEqual(["added gateway", "changed shop: hosts catalog no more", "added storefront"]);
  });

  test("names variables with the comment before them", () => {
    const { environment } = impact(kept(), kept(), [{ was: "PORT=1\n# Old.\n# GONE=\n", now: "PORT=2\n\n# The key.\n# SECRET_KEY=\n" }, { was: null, now: "SECRET_KEY=\n" }]);
    expect(briefly(environment)).toEqual(["removed GONE: nothing reads it any more", "added SECRET_KEY: The key"]);
  });
});
