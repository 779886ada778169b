import type { Table } from "./model.ts";
import type { Statements } from "./sql.ts";

/** What makes tables that nobody uses yet: the tables, then what binds them. */
export const created = (tables: readonly Table[], sql: Statements): readonly string[] => [
  ...tables.map((table) => sql.createTable(table)),
  ...["reference", "unique"].flatMap((kind) =>
    tables.flatMap((table) => table.constraints.filter((one) => one.kind === kind).map((one) => sql.addConstraint(table.name, one)))),
  ...tables.flatMap((table) => table.indexes.map((index) => sql.createIndex(table.name, index))),
];
