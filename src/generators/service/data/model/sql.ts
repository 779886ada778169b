import { sqlName, sqlString } from "../../../render/index.ts";
import type { Column, Constraint, Index, Table } from "./model.ts";

/** Statements on the tables of one schema; a table's name is the one that it goes by when the statement runs. */
export const statementsIn = (schema: string) => {
  const place = (name: string): string => `${sqlName(schema)}.${sqlName(name)}`;
  const alter = (table: string, what: string): string => `alter table ${place(table)} ${what};`;
  return {
    place,
    alter,
    createTable: (table: Table): string => `create table ${place(table.name)} (\n${tableLines(table).map((one) => `  ${one}`).join(",\n")}\n);`,
    dropTable: (table: string): string => `drop table if exists ${place(table)} cascade;`,
    addConstraint: (table: string, one: Constraint, how = ""): string =>
      alter(table, `add constraint ${sqlName(one.name)}\n  ${definition(one, place)}${how}`),
    dropConstraint: (table: string, name: string): string => alter(table, `drop constraint if exists ${sqlName(name)}`),
    validate: (table: string, name: string): string => alter(table, `validate constraint ${sqlName(name)}`),
    createIndex: (table: string, index: Index, how = ""): string =>
      `create ${how === "" ? "index" : how} ${sqlName(index.name)} on ${place(table)} (${names(index.columns)});`,
    dropIndex: (name: string, how = ""): string => `drop index ${how}if exists ${place(name)};`,
  };
};

export type Statements = ReturnType<typeof statementsIn>;

const names = (columns: readonly string[]): string => columns.map(sqlName).join(", ");

/** A table's own values stand with their column: the table is made with them. */
const tableLines = (table: Table): readonly string[] => {
  const [key = "", ...more] = table.primaryKey;
  const columns = table.columns.map((column) => {
    const check = table.constraints.find((one) => one.kind === "values" && one.columns[0] === column.name);
    const rule = check === undefined ? "" : ` constraint ${sqlName(check.name)} ${definition(check, sqlName)}`;
    return more.length === 0 && column.name === key ? `${sqlName(key)} ${column.type} primary key` : `${columnLine(column)}${rule}`;
  });
  return more.length === 0 ? columns : [...columns, `primary key (${names(table.primaryKey)})`];
};

export const columnLine = ({ name, type, required }: Pick<Column, "name" | "type" | "required">): string => `${sqlName(name)} ${type}${required ? " not null" : ""}`;

const definition = (one: Constraint, place: (name: string) => string): string => {
  if (one.kind === "unique") return `unique (${names(one.columns)})`;
  if (one.kind === "values") return `check (${names(one.columns)} in (${one.values.map(sqlString).join(", ")}))`;
  return `foreign key (${names(one.columns)}) references ${place(one.table)} (${names(one.targets)})${one.cascade ? " on delete cascade" : ""}`;
};
