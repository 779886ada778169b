import { readFileSync } from "node:fs";

const spec = (entities) => `keybeam: 1\nname: shop\ntopology: monolith\nauth: { model: none }\nservices:\n  sales:\n    entities:\n${entities.replace(/^/gm, "      ")}\n`;

const shop = readFileSync(new URL("../../examples/shop/architecture.yaml", import.meta.url), "utf8");

const replaced = (text, ...pairs) =>
  pairs.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`nothing to replace: ${from}`);
    return now.replace(from, () => to);
  }, text);

const order = "Order: { fields: { note: string(..80), total: money, state: enum(open | shut) = open } }";

/** By name: a spec, the one after it, and what is asked to go then. */
export const changes = {
  first: [shop, shop],
  "new-fields": [spec(order), spec("Order: { fields: { note: string(..80), total: money, state: enum(open | shut) = open, gift: bool = false, remark: optional(text), paid: money, kind: enum(a | b) = a } }")],
  "new-entities": [spec(order), spec(`${order}\nCoupon: { fields: { code: { type: string(..20), unique: true }, order: Order, more: set(Order), parts: list(Part) } }\nPart: { fields: { size: int } }`)],
  "new-keys": [spec(order), spec("Order: { fields: { note: { type: string(..80), unique: true }, total: money, state: enum(open | shut) = open, other: optional(Order) }, indexes: [[state, createdAt]], unique: [[note, state]] }")],
  gone: [spec(`${order}\nCoupon: { fields: { order: Order } }`), spec("Order: { fields: { total: money, state: enum(open | shut) = open } }"), "sales.Order.note,sales.Coupon"],
  loosened: [spec(order), spec("Order: { fields: { note: optional(string(..90)), total: optional(money), state: string(..20) } }")],
  tightened: [spec("Order: { fields: { note: optional(string(..80)), total: optional(int), state: string(..20) } }"), spec("Order: { fields: { note: string(..80) = none, total: int, state: enum(open | shut) = open } }"), "sales.Order.total,sales.Order.state"],
  "other-values": [spec(order), spec(order.replace("open | shut", "open | late")), "sales.Order.state"],
  "other-types": [spec("Order: { fields: { count: int, when: date, id1: uuid } }"), spec("Order: { fields: { count: decimal, when: timestamp, id1: string(..40) } }")],
  renamed: [spec(`${order}\nCoupon: { fields: { order: Order, parts: set(Order) }, indexes: [order] }`), spec("Sale: { was: Order, fields: { remark: { type: string(..80), was: note }, total: money, state: enum(open | shut) = open } }\nCoupon: { fields: { sale: { type: Sale, was: order }, pieces: { type: set(Sale), was: parts } }, indexes: [sale] }")],
  spread: [spec("Order: { fields: { note: string(..80), day: { type: date, set: once } }, indexes: [note] }"), spec("Order: { fields: { note: string(..80), day: { type: date, set: once } }, indexes: [note], partitionBy: createdAt }")],
  "spread-otherwise": [spec("Order: { fields: { note: string(..80), day: { type: date, set: once } }, partitionBy: createdAt }"), spec("Order: { fields: { note: string(..80), day: { type: date, set: once } }, partitionBy: day }")],
  united: [spec("Order: { fields: { note: string(..80), day: { type: date, set: once } }, partitionBy: day }"), spec("Order: { fields: { note: string(..80), day: { type: date, set: once } } }")],
  "in-parts": [spec("Coupon: { fields: { code: string } }\nOrder: { fields: { note: optional(string(..80)), kind: enum(a | b) }, partitionBy: createdAt }"), spec("Coupon: { fields: { code: string } }\nOrder: { fields: { note: string(..80) = none, kind: enum(a | b | c), coupon: optional(Coupon), more: int = 1 }, indexes: [[kind, createdAt]], unique: [[note, createdAt]], partitionBy: createdAt }")],
  shop: [shop, replaced(shop, ["phone: optional(string(..30))", "phone: { type: string(..30), unique: true }"], ["note: optional(string(..500))", "gift: bool = false"], ["draft | placed | paid | cancelled)", "draft | placed | paid | cancelled | archived)"], ["stock: int(0..) = 0", "stock: decimal = 0"])],
};

/**
 * Excused of one change: Postgres 15 builds no index on all parts of a table while others write, makes no key of an index there, and takes no reference
 * from there that is not proved at once. Whoever changes such a table is told that writes wait.
 */
export const excusedIn = {
  "in-parts": ["adding-foreign-key-constraint", "constraint-missing-not-valid", "disallowed-unique-constraint", "require-concurrent-index-creation", "require-concurrent-index-deletion"],
};

/** What squawk must refuse, by its rule. */
export const badTwins = {
  "require-concurrent-index-creation": 'create index "i" on "sales"."orders" ("note");',
  "constraint-missing-not-valid": 'alter table "sales"."orders" add constraint "c" check ("note" is not null);',
  "adding-foreign-key-constraint": 'alter table "sales"."orders" add constraint "f" foreign key ("a") references "sales"."others" ("id");',
  "adding-not-nullable-field": 'alter table "sales"."orders" alter column "note" set not null;',
  "adding-required-field": 'alter table "sales"."orders" add column "x" text not null;',
  "changing-column-type": 'alter table "sales"."orders" alter column "note" type numeric using "note"::numeric;',
  "disallowed-unique-constraint": 'alter table "sales"."orders" add constraint "u" unique ("note");',
};

/**
 * Rules that do not hold here, and why. `prefer-bigint-over-int`: `_position` counts the children of one row. Of the way up: a rename or a column
 * that may be empty "may break existing clients", which here are this one service, whose code is generated with it; a rename is one entry in the
 * catalogue and moves no row, while a copy under the new name would leave two truths until somebody takes one away. What is dropped was asked for
 * by name. The way down undoes what the way up made, and is run by hand.
 */
export const excused = {
  everywhere: ["prefer-bigint-over-int"],
  up: ["renaming-column", "renaming-table", "ban-drop-not-null", "ban-drop-column", "ban-drop-table"],
  down: ["renaming-column", "renaming-table", "ban-drop-not-null", "ban-drop-column", "ban-drop-table"],
};
