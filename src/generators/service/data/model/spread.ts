import { sqlName, sqlString } from "../../../render/index.ts";
import type { Table } from "./model.ts";
import { owning, partitions, partName, spreadClause, type Statements } from "./sql.ts";
import { slugOf, type Step } from "./step.ts";

/** Whether the rows have to be laid out anew: they are spread in another way, or what they are spread by holds other values. */
export const isSpreadAnew = (before: Table, asked: Table): boolean => {
  const [was, now] = [before.partition, asked.partition];
  const typeIn = (table: Table, column: string | undefined): string | undefined => table.columns.find(({ name }) => name === column)?.type;
  return was?.by !== now?.by || was?.column !== now?.column || typeIn(before, was?.column) !== typeIn(asked, now?.column);
};

/** As if the table were whole; what it is called by alone is not yet, or no more, its key. */
export const whole = ({ partition, primaryKey, ...table }: Table): Table => ({
  ...table,
  primaryKey: partition === undefined ? primaryKey : primaryKey.filter((name) => name !== partition.column || name === "id"),
});

/** The rows of a table move into parts, while nobody else reads or writes them. */
export const spread = (table: Table, sql: Statements): Step => ({
  phase: "close",
  up: laidOut(table, sql),
  down: laidOut(whole(table), sql),
  words: `moves the rows of ${table.of} into parts by ${fieldOf(table)}, and nobody reads or writes them meanwhile`,
  slug: `spread-${slugOf(table.of, fieldOf(table))}`,
});

/** The other way: first of all, so that all else finds one table. */
export const united = (table: Table, sql: Statements): Step => ({
  phase: "open",
  up: laidOut(whole(table), sql),
  down: laidOut(table, sql),
  words: `moves the rows of ${table.of} from its parts into one table, and nobody reads or writes them meanwhile`,
  slug: `unite-${slugOf(table.of)}`,
});

const fieldOf = ({ columns, partition }: Table): string => {
  const column = columns.find(({ name }) => name === partition?.column);
  return column?.field ?? partition?.column ?? "";
};

/** Values that an enumeration holds come along with the table; what else binds it is bound anew, under the names that it had. */
const laidOut = (table: Table, sql: Statements): readonly string[] => {
  const next = `_${table.name.slice(0, 50)}_next`;
  const place = sql.place(table.name);
  const key = (name: string): string => `${name.slice(0, 58)}_pkey`;
  return [
    `lock table ${place} in access exclusive mode;`,
    `create table ${sql.place(next)} (like ${place} including defaults including constraints, constraint ${sqlName(key(next))} primary key (${table.primaryKey.map(sqlName).join(", ")}))${spreadClause(table)};`,
    ...partitions(table, sql.place, next),
    ...months(table, sql, next),
    `insert into ${sql.place(next)} select * from ${place};`,
    `drop table ${place};`,
    sql.alter(next, `rename constraint ${sqlName(key(next))} to ${sqlName(key(table.name))}`),
    ...table.constraints.filter(({ kind }) => kind !== "values").map((one) => sql.addConstraint(next, one, one.open === true && table.partition === undefined ? " not valid" : "")),
    ...table.indexes.map((index) => sql.createIndex(next, index)),
    sql.alter(next, `rename to ${sqlName(table.name)}`),
    ...owning(table, sql.place),
  ];
};

/** What else goes with its rows from now on; nothing where that is as it was. */
export const ownedAnew = (before: Table, asked: Table, sql: Statements): readonly Step[] => {
  if (asked.partition === undefined || JSON.stringify(before.partition?.owns) === JSON.stringify(asked.partition.owns)) return [];
  const side = (table: Table): readonly string[] => [`drop trigger if exists "owned" on ${sql.place(asked.name)};`, ...owning({ ...table, name: asked.name }, sql.place)];
  return [{ phase: "open", up: side(asked), down: side(before), words: `lets what belongs to ${asked.of} go with it`, slug: `own-${slugOf(asked.of)}` }];
};

/** As many as ten years have: what is older than the rows of these is in the default part. */
const MOST_MONTHS = 120;

/** A part for each month that the rows are of. */
const months = ({ columns, name, partition }: Table, sql: Statements, next: string): readonly string[] => {
  if (partition?.by !== "months") return [];
  const column = sqlName(partition.column);
  const time = columns.find((one) => one.name === partition.column)?.type === "date" ? `${column}::timestamp` : `${column} at time zone 'UTC'`;
  const [schema = "", table = ""] = [sql.schema, next].map(sqlString);
  const bound = (month: string): string => `to_char(${month}, 'YYYY-MM-DD') || ' 00:00:00+00'`;
  return [
    `do $$ declare month timestamp; begin
  for month in select distinct date_trunc('month', ${time}) from ${sql.place(name)} where ${column} is not null order by 1 desc limit ${MOST_MONTHS} loop
    execute format('create table %I.%I partition of %I.%I for values from (%L) to (%L)', ${schema}, ${sqlString(partName(name, ""))} || to_char(month, '"p"YYYY_MM'),
      ${schema}, ${table}, ${bound("month")}, ${bound("month + interval '1 month'")});
  end loop; end $$;`,
  ];
};
