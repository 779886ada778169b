import { pageOf } from "../../../platform/kernel/listing.ts";
import type { Repository } from "../../../platform/kernel/repository.ts";
import { childRows, insertRows } from "../../../platform/kernel/rows.ts";
import { pageStatement, type Source } from "../../../platform/kernel/sql.ts";
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
  get: {
    name: "catalog.StockReservation.get",
    text: `${SELECT}where "id" = $1`,
  },
  lock: {
    name: "catalog.StockReservation.lock",
    text: `${SELECT}where "id" = $1 for update of "this"`,
  },
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
  remove: {
    name: "catalog.StockReservation.remove",
    text: `
delete from "catalog"."stock_reservations" where "id" = $1 and "version" = $2 returning "id"
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
export const stockReservationRepository: Repository<StockReservation> = {
  get: async (queries, id) => {
    const rows = await queries.run<StockReservation>(stockReservationStatements.get, [id]);
    return rows[0] ?? null;
  },
  lock: async (queries, id) => {
    const rows = await queries.run<StockReservation>(stockReservationStatements.lock, [id]);
    return rows[0] ?? null;
  },
  list: async (queries, query) => {
    const { statement, values } = pageStatement(stockReservationSource, query);
    return pageOf(await queries.run<StockReservation>(statement, values), query);
  },
  insert: async (queries, row) => {
    const values = [row.id, row.createdAt, row.updatedAt, row.version, row.order];
    await queries.run(stockReservationStatements.insert, values);
    await writeLines(queries, row);
  },
  update: async (queries, from, to) => {
    const values = [from.id, from.version, to.updatedAt, to.version, to.order];
    const written = await queries.run(stockReservationStatements.update, values);
    if (written.length === 0) return false;
    if (from.lines !== to.lines) {
      await queries.run(stockReservationStatements.removeLines, [to.id]);
      await writeLines(queries, to);
    }
    return true;
  },
  remove: async (queries, row) => {
    const removed = await queries.run(stockReservationStatements.remove, [row.id, row.version]);
    return removed.length > 0;
  },
};
