import type { Column, Table } from "./model.ts";
import type { Pending } from "./step.ts";

/** As in `Order.note`. */
export const nameOf = (table: Pick<Table, "of">, column: Column): string => `${table.of}.${column.field ?? column.name}`;

/** A column as it is kept, without what only the spec knows. */
export const stored = ({ name, type, field, was }: Column, required: boolean): Column => ({ name, type, required, ...(field === undefined ? {} : { field }), ...(was === undefined ? {} : { was }) });

export const leaving = (table: Table, column: Column): Pending => ({
  of: nameOf(table, column),
  message: `the column ${column.name} of the table ${table.name} left the spec, and stays with what it holds`,
});
