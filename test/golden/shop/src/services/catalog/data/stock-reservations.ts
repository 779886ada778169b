import type { Repository } from "../../../platform/kernel/repository.ts";
import { childRows, insertRows } from "../../../platform/kernel/rows.ts";
import { type Source, sqlRepository, statementsById } from "../../../platform/kernel/sql.ts";
import type { Queries, Statement } from "../../../platform/kernel/world.ts";
import type { StockReservation } from "../domain/stock-reservation.ts";

const SELECT = `
select
  "id",
  "created_at" as "createdAt",
  "updated_at" as "updatedAt",
  "version",
  "order",
  coalesce((select json_agg(json_build_object('id', c1."id", 'product', c1."product", 'quantity', c1."quantity") order by c1."_position") from "catalog"."reserved_lines" as c1 where c1."_parent" = "this"."id"), '[]'::json) as "lines"
from "catalog"."stock_reservations" as "this"
`;

export const stockReservationStatements = {
  ...statementsById("catalog.StockReservation", SELECT, '"catalog"."stock_reservations"'),
  insert: {
    name: "catalog.StockReservation.insert",
    text: `
insert into "catalog"."stock_reservations" ("id", "created_at", "updated_at", "version", "order")
values ($1, $2, $3, $4, $5)
`,
  },
  update: {
    name: "catalog.StockReservation.update",
    text: `
update "catalog"."stock_reservations" set
  "updated_at" = $3,
  "version" = $4,
  "order" = $5
where "id" = $1 and "version" = $2
returning "id"
`,
  },
  insertLines: {
    name: "catalog.StockReservation.insertLines",
    text: `
insert into "catalog"."reserved_lines" ("id", "_parent", "_position", "product", "quantity")
select "id", "_parent", "_position", "product", "quantity"
from json_to_recordset($1::json) as one ("id" uuid, "_parent" uuid, "_position" integer, "product" uuid, "quantity" bigint)
`,
  },
  removeLines: {
    name: "catalog.StockReservation.removeLines",
    text: `
delete from "catalog"."reserved_lines" where "_parent" = $1
`,
  },
} satisfies Record<string, Statement>;

export const stockReservationSource: Source = {
  name: "catalog.StockReservation",
  select: SELECT,
  columns: { id: '"id"', createdAt: '"created_at"', updatedAt: '"updated_at"', order: '"order"' },
  sorted: ["id", "createdAt", "updatedAt"],
  searched: [],
};

const writeLines = async (queries: Queries, row: StockReservation): Promise<void> => {
  const linesRows = childRows([row], (one) => one.lines);
  await insertRows(queries, stockReservationStatements.insertLines, linesRows);
};

/** Keeps stock reservations on Postgres. */
export const stockReservationRepository: Repository<StockReservation> = sqlRepository({
  source: stockReservationSource,
  statements: stockReservationStatements,
  values: (row) => [row.order],
  collections: [{ of: (row) => row.lines, write: writeLines, remove: stockReservationStatements.removeLines }],
});
