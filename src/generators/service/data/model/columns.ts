import { sqlName } from "../../../render/index.ts";
import { leaving, nameOf, stored } from "./column.ts";
import type { Column, Table } from "./model.ts";
import { columnLine, type Statements } from "./sql.ts";
import { closing, filling } from "./rows.ts";
import { asides, retyped, setAside } from "./retyped.ts";
import { type Changed, together, unchanged, type Pending, slugOf, type Step } from "./step.ts";

/** Whether somebody asked for the end of what is named, as `Order.note`. */
export type Wished = (of: string) => boolean;

/** The columns of a table that the spec still asks for. Those that it asks for no more stay, and may be empty. */
export const columnsChanged = (before: Table, asked: Table, sql: Statements, wished: Wished): Changed<Column> => {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const wanted = new Set(asked.columns.map((column) => column.name));
  const aside = asides(before, asked);
  const all = together([
    ...asked.columns.map((column) => {
      const was = old.get(column.name);
      if (was === undefined) return added(asked, column, sql);
      const other = aside.get(column.name);
      if (other === undefined) return kept(asked, was, column, sql, wished);
      const changed = retyped(asked, was, column, sql, other);
      if (changed !== null) return changed;
      return together([setAside(asked, was, sql, other), added(asked, column, sql)]);
    }),
    ...before.columns.filter((column) => !wanted.has(column.name)).map((column) => leftOver(asked, column, sql, wished)),
  ]);
  return { ...all, now: [...all.now.filter((column) => column.left !== true), ...all.now.filter((column) => column.left === true)] };
};

const slug = (verb: string, table: Table, column: Column): string => `${verb}-${slugOf(table.of, column.field ?? column.name)}`;

/** A default that is a constant is kept in the catalogue: no row is written, whatever their number, and what still runs as before may leave the column out. */
const added = (table: Table, column: Column, sql: Statements): Changed<Column> => {
  const closed = column.required && column.fill !== undefined;
  const line = columnLine({ ...column, required: closed });
  const step: Step = {
    phase: "open",
    up: [sql.alter(table.name, `add column ${line}${closed ? ` default ${column.fill}` : ""}`)],
    down: [sql.alter(table.name, `drop column if exists ${sqlName(column.name)}`)],
    words: `adds ${nameOf(table, column)}${closed ? `, which is ${column.fill} in every row that is there` : ""}`,
    slug: slug("add", table, column),
  };
  return { now: [stored(column, closed)], steps: [step], pending: column.required && !closed ? [empty(table, column)] : [] };
};

const empty = (table: Table, column: Column): Pending => ({
  of: nameOf(table, column),
  message: `${nameOf(table, column)} is required and has no default: rows from before have none, and the column takes that`,
  isOpen: true,
});

/** The way down never insists on what rows from meanwhile may break: what is open stays so. */
const kept = (table: Table, was: Column, column: Column, sql: Statements, wished: Wished): Changed<Column> => {
  if (was.required && !column.required) {
    const step: Step = {
      phase: "open",
      up: [sql.alter(table.name, `alter column ${sqlName(column.name)} drop not null`)],
      down: [],
      words: `lets ${nameOf(table, column)} be empty`,
      slug: slug("relax", table, column),
    };
    return { ...unchanged(stored(column, false)), steps: [step] };
  }
  if (was.required || !column.required) return unchanged(stored(column, was.required));
  if (column.fill === undefined && !wished(nameOf(table, column))) return { ...unchanged(stored(column, false)), pending: [empty(table, column)] };
  return { ...unchanged(stored(column, true)), steps: [closed(table, column, sql)] };
};

/** No row may lack the column from now on: those that do get its default first. */
const closed = (table: Table, column: Column, sql: Statements): Step => {
  const { fill } = column;
  const filled = fill === undefined ? [] : [sql.alter(table.name, `alter column ${sqlName(column.name)} set default ${fill}`), filling(table, column.name, fill, sql)];
  return {
    phase: "apart",
    up: [...filled, ...closing(table, column.name, sql)],
    down: [sql.alter(table.name, `alter column ${sqlName(column.name)} drop not null`)],
    words: `requires ${nameOf(table, column)} in every row${fill === undefined ? "; it fails where one has none" : `, which is ${fill} where there was none; code from before that writes none is refused from then on`}`,
    slug: slug("require", table, column),
  };
};

const leftOver = (table: Table, column: Column, sql: Statements, wished: Wished): Changed<Column> => {
  if (wished(nameOf(table, column))) return { now: [], steps: [dropped(table, column, sql)], pending: [] };
  const gone: Column = { ...stored(column, false), left: true };
  const step: Step = {
    phase: "open",
    up: [sql.alter(table.name, `alter column ${sqlName(column.name)} drop not null`)],
    down: [],
    words: `keeps ${nameOf(table, column)}, which left the spec, and lets it be empty`,
    slug: slug("keep", table, column),
  };
  return { now: [gone], steps: column.required ? [step] : [], pending: [leaving(table, gone)] };
};

const dropped = (table: Table, column: Column, sql: Statements): Step => ({
  phase: "close",
  up: [sql.alter(table.name, `drop column if exists ${sqlName(column.name)}`)],
  down: [sql.alter(table.name, `add column ${columnLine({ ...column, required: false })}`)],
  words: `deletes ${nameOf(table, column)} with what it holds`,
  slug: slug("drop", table, column),
});
