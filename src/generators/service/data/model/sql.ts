import { sqlName, sqlString } from "../../../render/index.ts";
import { TENANT_COLUMN } from "../../tenants.ts";
import type { Column, Constraint, Index, Table } from "./model.ts";

/** Statements on the tables of one schema; a table's name is the one that it goes by when the statement runs. */
export const statementsIn = (schema: string) => {
  const place = (name: string): string => `${sqlName(schema)}.${sqlName(name)}`;
  const alter = (table: string, what: string): string => `alter table ${place(table)} ${what};`;
  return {
    schema,
    place,
    alter,
    createTable: (table: Table): string =>
      [`create table ${place(table.name)} (\n${tableLines(table).map((one) => `  ${one}`).join(",\n")}\n)${spreadClause(table)};`, ...partitions(table, place), ...owning(table, place)].join("\n"),
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

/** So many parts of what is spread by its hash: few enough that each is planned, many enough that none is the whole. */
const HASHED = 16;

/** How the parts of a table are called: no table of an entity begins with the sign. */
export const partName = (table: string, part: string): string => `_${table.slice(0, 50)}_${part}`;

export const spreadClause = ({ partition }: Pick<Table, "partition">): string =>
  partition === undefined ? "" : ` partition by ${partition.by === "hash" ? "hash" : "range"} (${sqlName(partition.column)})`;

/** Months are made as they come; what is in none of them is in the default part, so that nothing is refused. */
export const partitions = ({ name, partition }: Pick<Table, "name" | "partition">, place: (name: string) => string, of = name): readonly string[] => {
  if (partition === undefined) return [];
  const part = (which: string, values: string): string => `create table ${place(partName(name, which))} partition of ${place(of)} ${values};`;
  if (partition.by === "months") return [part("default", "default")];
  return Array.from({ length: HASHED }, (_, rest) => part(`h${rest}`, `for values with (modulus ${HASHED}, remainder ${rest})`));
};

/**
 * What goes with a row of a table that is spread: a trigger stands in for the foreign key that nothing can have to it. A row that was moved
 * to another part is there still, and so is what belongs to it.
 */
export const owning = ({ name, columns, partition }: Pick<Table, "name" | "columns" | "partition">, place: (name: string) => string): readonly string[] => {
  const owns = partition?.owns ?? [];
  const trigger = sqlName("owned");
  if (owns.length === 0) return [];
  const isTenants = columns.some((column) => column.name === TENANT_COLUMN);
  const same = isTenants ? ` and ${sqlName(TENANT_COLUMN)} = old.${sqlName(TENANT_COLUMN)}` : "";
  const gone = owns.map(({ table, column }) => `  delete from ${place(table)} where ${sqlName(column)} = old."id"${same};`).join("\n");
  const owned = place(partName(name, "owned"));
  return [
    `create or replace function ${owned}() returns trigger language plpgsql as $$ begin\n  if current_setting('keybeam.moves', true) = 'on' or exists (select 1 from ${place(name)} where "id" = old."id"${same}) then return null; end if;\n${gone}\n  return null;\nend $$;`,
    `drop trigger if exists ${trigger} on ${place(name)};`,
    `create trigger ${trigger} after delete on ${place(name)} for each row execute function ${owned}();`,
  ];
};

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
