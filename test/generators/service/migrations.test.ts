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

describe("a rename to a name that something else has or had", () => {
  const both = "Order: { fields: { note: string(..80), total: string(..80) } }";
  const renamedTo = 'alter table "sales"."orders" rename column "note" to "_was_note";\nalter table "sales"."orders" rename column "total" to "note";';
  const last = (specs: readonly string[]) => [...renderedInTurn(specs.map((entities) => salesOf(entities))).migrations].at(-1)?.[1].replaceAll('\\"', '"') ?? "";

  test("keeps both: what left the spec makes way, whether it left before or leaves now", () => {
    const after = "Order: { fields: { note: { type: string(..80), was: total } } }";
    expect(last([both, "Order: { fields: { total: string(..80) } }", after])).toContain(renamedTo);
    expect(last([both, after])).toContain(renamedTo);
  });

  test("is done once, whatever leaves the spec later", () => {
    const said = "Order: { fields: { note: { type: string(..80), was: total } } }";
    const first = "Order: { fields: { total: string(..80) } }";
    const again = "Order: { fields: { note: { type: string(..80), was: total }, total: int } }";
    expect(last([first, said, again, said])).toContain("0003-add-order-total");
    expect(renderedInTurn([first, said, again, said].map((entities) => salesOf(entities))).pending).toEqual(["sales.Order.total"]);
  });

  test("takes the rows of a table along, and names those that left out of the way with their index", () => {
    const two = "Order: { fields: { note: string(..80) } }\nTicket: { fields: { code: string(..80) }, indexes: [code] }";
    const text = last([two, "Order: { fields: { note: string(..80) } }", "Ticket: { was: Order, fields: { note: string(..80) } }"]);
    expect(text).toMatch(/alter table "sales"."tickets" rename to "_was_tickets";\nalter index "sales"."tickets_code_idx" rename to "_was_tickets_code_idx";\nalter table "sales"."orders" rename to "tickets";/u);
  });
});

const order0 = "Order: { fields: { note: string(..80), total: int, state: enum(open | shut) = open }, indexes: [state] }";

/** What one change of a spec brings, beside the tables that were there. */
const cases = [
  {
    change: "a field renamed",
    to: "Order: { fields: { remark: { type: string(..80), was: note }, total: int, state: enum(open | shut) = open }, indexes: [state] }",
    says: ["renames Order.note to remark"],
    up: ['alter table "sales"."orders" rename column "note" to "remark";'],
    pending: [],
  },
  {
    change: "an entity renamed",
    to: order0.replace("Order: {", "Sale: { was: Order,"),
    says: ["renames Order to Sale"],
    up: ['alter table "sales"."orders" rename to "sales";', 'rename constraint "orders_state_check" to "sales_state_check"', 'alter index "sales"."orders_state_idx" rename to "sales_state_idx";'],
    pending: [],
  },
  {
    change: "a value more",
    to: order0.replace("open | shut", "open | late | shut"),
    says: ["the values of Order.state are open, late, shut"],
    up: [/in \('open', 'late', 'shut'\)\) not valid/u, 'validate constraint "orders_state_check"'],
    pending: [],
  },
  { change: "a value less", to: order0.replace("open | shut", "open"), says: [], up: [], pending: ["sales.Order.state"] },
  {
    change: "a unique key",
    to: order0.replace("indexes:", "unique: [[note]], indexes:"),
    says: ["makes note unique in Order; it fails where two rows are alike"],
    up: ["create unique index concurrently if not exists", 'unique using index "orders_note_key"'],
    pending: [],
  },
  {
    change: "an index less",
    to: order0.replace(", indexes: [state]", ""),
    says: ["drops the index of Order by state"],
    up: ['drop index concurrently if exists "sales"."orders_state_idx";'],
    pending: [],
  },
  { change: "a required field without default", to: order0.replace("note:", "gift: bool, note:"), says: ["adds Order.gift"], up: [/add column "gift" boolean;/u], pending: ["sales.Order.gift"] },
  {
    change: "a wider type",
    to: order0.replace("total: int", "total: decimal"),
    says: ["copies Order.total as numeric", "puts the copy in its place, and keeps what was there as _was_total"],
    up: ['set "_next_total" = "total"::numeric', 'rename column "total" to "_was_total"', 'rename column "_next_total" to "total"'],
    pending: ["sales.Order.total"],
  },
  {
    change: "a value that refers by now",
    to: order0.replace("note: string(..80)", "note: string(..80), other: optional(Order)"),
    from: order0.replace("note: string(..80)", "note: string(..80), other: optional(uuid)"),
    says: ["insists on the reference Order.other", "indexes Order by other"],
    up: [/foreign key \("other"\) references "sales"\."orders" \("id"\) not valid;/u],
    pending: ["sales.Order.other"],
  },
  {
    change: "a type that is narrower in its values",
    from: order0.replace("total: int", "total: optional(date)"),
    to: order0.replace("total: int", "total: optional(enum(a | b))"),
    says: ["copies Order.total as text", "puts the copy in its place, and keeps what was there as _was_total", "insists on the values of Order.total"],
    up: [/check \("total" in \('a', 'b'\)\) not valid;`,\n {2}\]/u],
    pending: ["sales.Order.total"],
  },
  {
    change: "an indexed field of a wider type",
    from: order0.replace("indexes: [state]", "indexes: [total]"),
    to: order0.replace("total: int", "total: decimal").replace("indexes: [state]", "indexes: [total]"),
    says: ["copies Order.total as numeric", "puts the copy in its place, and keeps what was there as _was_total", "drops the index of Order by _was_total", "indexes Order by total"],
    up: [/up: \[\s*`drop index concurrently if exists "sales"\."orders_total_idx";`,\s*`drop [^`]*`,\s*`create index concurrently if not exists "orders_total_idx" on "sales"\."orders" \("total"\);`,\n {2}\]/u],
    pending: ["sales.Order.total"],
  },
  {
    change: "a wider type, required by now",
    from: order0.replace("total: int", "total: optional(int)"),
    to: order0.replace("total: int", "total: decimal = 1"),
    says: ["copies Order.total as numeric", "puts the copy in its place, and keeps what was there as _was_total"],
    up: [':= coalesce(new."total"::numeric, 1);', 'set "_next_total" = coalesce("total"::numeric, 1)', 'alter column "_next_total" set not null'],
    pending: ["sales.Order.total"],
  },
  {
    change: "a unique field of a wider type",
    from: order0.replace("total: int", "total: { type: int, unique: true }"),
    to: order0.replace("total: int", "total: decimal"),
    says: ["copies Order.total as numeric", "puts the copy in its place, and keeps what was there as _was_total", "insists on _was_total unique in Order no more"],
    up: [/rename column "_next_total" to "total";\nalter table "sales"\."orders" drop constraint if exists "orders_total_key";/u],
    pending: ["sales.Order.total"],
  },
  {
    change: "another type",
    to: order0.replace("total: int", "total: date = 2020-01-01"),
    says: ["sets the values of Order.total aside as _was_total: they are of another type", "adds Order.total, which is '2020-01-01' in every row that is there"],
    up: ['rename column "total" to "_was_total"', 'add column "total" date not null default'],
    pending: ["sales.Order.total"],
  },
];

describe("a change of the data", () => {
  test.each(cases)("$change", ({ from = order0, to, says, up, pending }) => {
    const next = renderedInTurn([salesOf(from), salesOf(to)]);
    const text = [...next.migrations].flatMap(([name, one]) => (name.startsWith("0001") ? [] : [one])).join("\n");
    expect(next.does).toEqual(says);
    expect([...new Set(next.pending)]).toEqual(pending);
    for (const part of up) expect(text).toMatch(part);
    const again = renderedInTurn([salesOf(from), salesOf(to), salesOf(to)]);
    expect(again.tree).toEqual(next.tree);
    expect(again.does).toEqual([]);
  });

  test("that takes back what it let go costs nothing but what is missing", () => {
    const next = renderedInTurn([salesOf(order0), salesOf(order0.replace("note: string(..80), ", "")), salesOf(order0)]);
    expect(next.does).toEqual([]);
    expect(next.pending).toEqual(["sales.Order.note"]);
  });

  test("is deleted with what it holds only where its name is given", () => {
    const gone = salesOf("Order: { fields: { total: int } }");
    const next = renderedInTurn([salesOf(`${order0}\nCoupon: { fields: { order: Order } }`), gone, gone], ["sales.Order.note", "sales.Coupon"]);
    const text = [...next.migrations.values()].at(-1);
    expect(text).toContain('alter table "sales"."orders" drop column if exists "note";');
    expect(text).toContain('drop table if exists "sales"."coupons" cascade;');
    expect(next.pending).toEqual(["sales.Order.state"]);
  });
});
