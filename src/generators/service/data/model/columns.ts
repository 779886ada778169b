import { sqlName } from "../../../render/index.ts";
import type { Column, Table } from "./model.ts";
import { columnLine, type Statements } from "./sql.ts";
import { type Pending, slugOf, type Step } from "./step.ts";

/** What a table's columns become, how, and what is left for somebody to ask for. */
export interface Changed<Item> {
  readonly now: readonly Item[];
  readonly steps: readonly Step[];
  readonly pending: readonly Pending[];
}

/** Whether somebody asked for the end of what is named, as `Order.note`. */
export type Wished = (of: string) => boolean;

export const unchanged = <Item>(...now: readonly Item[]): Changed<Item> => ({ now, steps: [], pending: [] });

export const together = <Item>(parts: readonly Changed<Item>[]): Changed<Item> => ({
  now: parts.flatMap((one) => one.now),
  steps: parts.flatMap((one) => one.steps),
  pending: parts.flatMap((one) => one.pending),
});

/** The columns of a table that the spec still asks for. Those that it asks for no more stay, and may be empty. */
export const columnsChanged = (before: Table, asked: Table, sql: Statements, wished: Wished): Changed<Column> => {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const wanted = new Set(asked.columns.map((column) => column.name));
  const aside = asides(before, asked);
  return together([
    ...asked.columns.map((column) => {
      const was = old.get(column.name);
      if (was === undefined) return added(asked, column, sql);
      const other = aside.get(column.name);
      return other === undefined ? kept(asked, was, column, sql, wished) : setAside(asked, was, column, sql, other);
    }),
    ...before.columns.filter((column) => !wanted.has(column.name)).map((column) => leftOver(asked, column, sql, wished)),
  ]);
};

export const nameOf = (table: Pick<Table, "of">, column: Column): string => `${table.of}.${column.field ?? column.name}`;

const slug = (verb: string, table: Table, column: Column): string => `${verb}-${slugOf(table.of, column.field ?? column.name)}`;

const stored = ({ name, type, field }: Column, required: boolean): Column => ({ name, type, required, ...(field === undefined ? {} : { field }) });

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
});

const kept = (table: Table, was: Column, column: Column, sql: Statements, wished: Wished): Changed<Column> => {
  if (was.required && !column.required) {
    const step: Step = {
      phase: "open",
      up: [sql.alter(table.name, `alter column ${sqlName(column.name)} drop not null`)],
      down: closing(table, column, sql),
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
  const filled = fill === undefined ? [] : [sql.alter(table.name, `alter column ${sqlName(column.name)} set default ${fill}`), ...filling(table, column, fill, sql)];
  return {
    phase: "apart",
    up: [...filled, ...closing(table, column, sql)],
    down: [sql.alter(table.name, `alter column ${sqlName(column.name)} drop not null`)],
    words: `requires ${nameOf(table, column)} in every row${fill === undefined ? "; it fails where one has none" : `, which is ${fill} where there was none`}`,
    slug: slug("require", table, column),
  };
};

/** Rows are written a thousand at a time, so that nobody waits long for one. */
const filling = (table: Table, column: Column, fill: string, sql: Statements): readonly string[] => {
  const place = sql.place(table.name);
  return [
    `do $$ begin loop
  update ${place} set ${sqlName(column.name)} = ${fill}
    where ctid = any (array(select ctid from ${place} where ${sqlName(column.name)} is null limit 1000));
  exit when not found;
  commit;
end loop; end $$;`,
  ];
};

/** A check that is proved while others write stands in for the look at every row that would keep them out. */
const closing = (table: Table, column: Column, sql: Statements): readonly string[] => {
  const check = `${table.name.slice(0, 40)}_${column.name.slice(0, 14)}_given`;
  return [
    `${sql.dropConstraint(table.name, check)}\n${sql.alter(table.name, `add constraint ${sqlName(check)} check (${sqlName(column.name)} is not null) not valid`)}`,
    sql.validate(table.name, check),
    `${sql.alter(table.name, `alter column ${sqlName(column.name)} set not null`)}\n${sql.dropConstraint(table.name, check)}`,
  ];
};

/** Values of another type cannot be told to be the same: they stay beside, under another name. */
const setAside = (table: Table, was: Column, column: Column, sql: Statements, aside: string): Changed<Column> => {
  const moved: Step = {
    phase: "open",
    up: [sql.alter(table.name, `rename column ${sqlName(was.name)} to ${sqlName(aside)}`), ...(was.required ? [sql.alter(table.name, `alter column ${sqlName(aside)} drop not null`)] : [])],
    down: [sql.alter(table.name, `rename column ${sqlName(aside)} to ${sqlName(was.name)}`)],
    words: `sets the values of ${nameOf(table, column)} aside as ${aside}: they are of another type`,
    slug: slug("retype", table, column),
  };
  const made = added(table, column, sql);
  const gone: Column = { ...stored({ ...was, name: aside }, false), left: true };
  return { now: [...made.now, gone], steps: [moved, ...made.steps], pending: [...made.pending, leaving(table, gone)] };
};

/** The columns whose type changes, with the names that their old values go by. */
export const asides = (before: Table, asked: Table): ReadonlyMap<string, string> => {
  const types = new Map(asked.columns.map((column) => [column.name, column.type]));
  const taken = new Set([...before.columns, ...asked.columns].map((column) => column.name));
  const changed = before.columns.filter((column) => types.has(column.name) && types.get(column.name) !== column.type);
  return new Map(changed.map(({ name }) => [name, asideName(name, taken)]));
};

const asideName = (name: string, taken: ReadonlySet<string>): string => {
  const free = ["", ..."23456789"].map((n) => `_was${n}_${name}`.slice(0, 63)).find((one) => !taken.has(one));
  if (free === undefined) throw new Error(`no name is free beside ${name}`);
  return free;
};

const leaving = (table: Table, column: Column): Pending => ({
  of: nameOf(table, column),
  message: `the column ${column.name} of the table ${table.name} left the spec, and stays with what it holds`,
});

const leftOver = (table: Table, column: Column, sql: Statements, wished: Wished): Changed<Column> => {
  if (wished(nameOf(table, column))) return { now: [], steps: [dropped(table, column, sql)], pending: [] };
  const gone: Column = { ...stored(column, false), left: true };
  const step: Step = {
    phase: "open",
    up: [sql.alter(table.name, `alter column ${sqlName(column.name)} drop not null`)],
    down: closing(table, column, sql),
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
