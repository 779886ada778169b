import type { Repository } from "../../../platform/kernel/repository.ts";
import { childRows, insertRows } from "../../../platform/kernel/rows.ts";
import { type Source, sqlRepository, statementsById } from "../../../platform/kernel/sql.ts";
import type { Queries, Statement } from "../../../platform/kernel/world.ts";
import type { Order } from "../domain/order.ts";

const SELECT = `
select
  "id",
  "created_at" as "createdAt",
  "updated_at" as "updatedAt",
  "version",
  "customer",
  coalesce((select json_agg(json_build_object('id', c1."id", 'product', c1."product", 'quantity', c1."quantity", 'price', json_build_object('amount', c1."price_amount"::text, 'currency', c1."price_currency")) order by c1."_position") from "orders"."order_lines" as c1 where c1."_parent" = "this"."id"), '[]'::json) as "lines",
  "status",
  json_build_object('amount', "total_amount"::text, 'currency', "total_currency") as "total",
  "note"
from "orders"."orders" as "this"
`;

export const orderStatements = {
  ...statementsById("orders.Order", SELECT, '"orders"."orders"'),
  insert: {
    name: "orders.Order.insert",
    text: `
insert into "orders"."orders" ("id", "created_at", "updated_at", "version", "customer", "status", "total_amount", "total_currency", "note")
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
`,
  },
  update: {
    name: "orders.Order.update",
    text: `
update "orders"."orders" set
  "updated_at" = $3,
  "version" = $4,
  "customer" = $5,
  "status" = $6,
  "total_amount" = $7,
  "total_currency" = $8,
  "note" = $9
where "id" = $1 and "version" = $2
returning "id"
`,
  },
  insertLines: {
    name: "orders.Order.insertLines",
    text: `
insert into "orders"."order_lines" ("id", "_parent", "_position", "product", "quantity", "price_amount", "price_currency")
select "id", "_parent", "_position", "product", "quantity", ("price"->>'amount')::numeric, "price"->>'currency'
from json_to_recordset($1::json) as one ("id" uuid, "_parent" uuid, "_position" integer, "product" uuid, "quantity" bigint, "price" json)
`,
  },
  removeLines: {
    name: "orders.Order.removeLines",
    text: `
delete from "orders"."order_lines" where "_parent" = $1
`,
  },
} satisfies Record<string, Statement>;

export const orderSource: Source = {
  name: "orders.Order",
  select: SELECT,
  columns: {
    id: '"id"',
    createdAt: '"created_at"',
    updatedAt: '"updated_at"',
    status: '"status"',
    customer: '"customer"',
    note: '"note"',
  },
  sorted: ["id", "createdAt", "updatedAt", "status"],
  searched: [],
};

const writeLines = async (queries: Queries, row: Order): Promise<void> => {
  const linesRows = childRows([row], (one) => one.lines);
  await insertRows(queries, orderStatements.insertLines, linesRows);
};

/** Keeps orders on Postgres. */
export const orderRepository: Repository<Order> = sqlRepository({
  source: orderSource,
  statements: orderStatements,
  values: (row) => [row.customer, row.status, row.total.amount, row.total.currency, row.note],
  collections: [{ of: (row) => row.lines, write: writeLines, remove: orderStatements.removeLines }],
});
