import { sqlName } from "../../../render/index.ts";
import type { Column, Constraint, DataModel, Table } from "./model.ts";
import { freeName } from "./retyped.ts";
import type { Statements } from "./sql.ts";
import { slugOf, type Step } from "./step.ts";

interface Renamed {
  readonly model: DataModel;
  readonly steps: readonly Step[];
}

/**
 * The model under the names that the spec gives now, and the steps there: each rename is an entry in the catalogue, whatever the rows.
 * Where the old name is gone, or an earlier run came to the new one by it, there is no rename. What left the spec and has the name still makes way
 * for it, and stays under another.
 */
export const renamed = (before: DataModel, asked: DataModel, sql: Statements): Renamed => {
  const [tables, tableSteps] = tablesRenamed(before, asked, sql);
  const both = tables.tables.map((table) => columnsRenamed(table, asked.tables.find((one) => one.name === table.name), sql));
  const columns = new Map(both.flatMap(({ table, names }) => [...names].map(([from, to]) => [`${table.name}/${from}`, to] as const)));
  const model = { tables: both.map(({ table }) => ({ ...table, constraints: table.constraints.map((one) => targetsRenamed(one, columns)) })) };
  return { model, steps: [...tableSteps, ...both.flatMap(({ steps }) => steps)] };
};

const tablesRenamed = (before: DataModel, asked: DataModel, sql: Statements): readonly [DataModel, readonly Step[]] => {
  const there = new Map(before.tables.map((table) => [table.name, table]));
  const moves = asked.tables.flatMap((table) => {
    const old = table.was === undefined || !isFree(there.get(table.name), table.was) || asked.tables.some((one) => one.name === table.was) ? undefined : there.get(table.was);
    return old === undefined ? [] : [{ from: old, to: table }];
  });
  const taken = new Set([...there.keys(), ...asked.tables.map(({ name }) => name)]);
  const makingWay = moves.flatMap(({ to }) => {
    const left = there.get(to.name);
    return left === undefined ? [] : [{ left, name: freeName(WAS, left.name, taken) }];
  });
  const names = new Map([...moves.map(({ from, to }) => [from.name, to] as const), ...makingWay.map(({ left, name }) => [left.name, { name, of: left.of }] as const)]);
  const tables = before.tables.map((table): Table => {
    const to = names.get(table.name);
    const constraints = table.constraints.map((one) => (one.kind === "reference" ? { ...one, table: names.get(one.table)?.name ?? one.table } : one));
    const isOutOfWay = makingWay.some(({ left }) => left === table);
    return { ...table, constraints: isOutOfWay ? constraints.map(underscored) : constraints, indexes: isOutOfWay ? table.indexes.map(underscored) : table.indexes, ...(to === undefined ? {} : { name: to.name, of: to.of }) };
  });
  const apart = makingWay.map(({ left, name }) => outOfTheWay(left, name, sql));
  const steps = moves.map(({ from, to }): Step => ({
    phase: "open",
    up: [sql.alter(from.name, `rename to ${sqlName(to.name)}`)],
    down: [sql.alter(to.name, `rename to ${sqlName(from.name)}`)],
    words: `renames ${from.of} to ${to.of}`,
    slug: `rename-${slugOf(from.of)}-to-${slugOf(to.of)}`,
  }));
  return [{ tables }, [...apart, ...steps]];
};

/** Whether what has the name, where anything has, is another thing: it left the spec, before or now, unless it came to the name by this very rename. */
const isFree = (there: { readonly left?: boolean; readonly was?: string } | undefined, was: string | undefined): boolean => there === undefined || there.left === true || there.was !== was;

const WAS = "_was";

const underscored = <Item extends { readonly name: string }>(one: Item): Item => ({ ...one, name: `${WAS}_${one.name}`.slice(0, 63) });

/** Gives a table that left the spec, with what binds it, names that nobody wants. */
const outOfTheWay = (table: Table, name: string, sql: Statements): Step => {
  const bound = [...table.constraints, ...table.indexes].map((one) => [one, underscored(one).name] as const);
  const rename = (on: string, [one, other]: (typeof bound)[number], back: boolean): string => {
    const [from, to] = back ? [other, one.name] : [one.name, other];
    return "kind" in one ? sql.alter(on, `rename constraint ${sqlName(from)} to ${sqlName(to)}`) : `alter index ${sql.place(from)} rename to ${sqlName(to)};`;
  };
  return {
    phase: "open",
    up: [sql.alter(table.name, `rename to ${sqlName(name)}`), ...bound.map((one) => rename(name, one, false))],
    down: [...bound.map((one) => rename(name, one, true)), sql.alter(name, `rename to ${sqlName(table.name)}`)],
    words: `keeps what ${table.of} was, which left the spec, as ${name}`,
    slug: `keep-${slugOf(table.of)}`,
  };
};

interface RenamedColumns {
  readonly table: Table;
  readonly steps: readonly Step[];
  readonly names: ReadonlyMap<string, string>;
}

const columnsRenamed = (table: Table, asked: Table | undefined, sql: Statements): RenamedColumns => {
  const there = new Map(table.columns.map((column) => [column.name, column]));
  const moves = (asked?.columns ?? []).flatMap((column) => {
    const canMove = isFree(there.get(column.name), column.was) && !(asked?.columns ?? []).some((one) => one.name === column.was);
    const old = column.was === undefined || !canMove ? undefined : there.get(column.was);
    return old === undefined ? [] : [{ from: old, to: column }];
  });
  const taken = new Set([...there.keys(), ...(asked?.columns ?? []).map(({ name }) => name)]);
  const makingWay = moves.flatMap(({ to }) => {
    const left = there.get(to.name);
    return left === undefined ? [] : [{ left, name: freeName(WAS, left.name, taken) }];
  });
  const names = new Map([...moves.map(({ from, to }) => [from.name, to.name] as const), ...makingWay.map(({ left, name }) => [left.name, name] as const)]);
  const now = (columns: readonly string[]): readonly string[] => columns.map((name) => names.get(name) ?? name);
  const fields = new Map(moves.map(({ from, to }) => [from.name, to.field]));
  const columns = table.columns.map((column): Column => {
    const field = fields.get(column.name);
    return { ...column, name: names.get(column.name) ?? column.name, ...(field === undefined ? {} : { field }) };
  });
  return {
    names,
    table: {
      ...table,
      columns,
      primaryKey: now(table.primaryKey),
      ...(table.partition === undefined ? {} : { partition: { ...table.partition, column: now([table.partition.column])[0] ?? "" } }),
      constraints: table.constraints.map((one) => ({ ...one, columns: now(one.columns) })),
      indexes: table.indexes.map((one) => ({ ...one, columns: now(one.columns) })),
    },
    steps: [
      ...makingWay.map(({ left, name }) => columnRenamed(table, left.name, name, sql, { words: `keeps what ${table.of}.${left.field ?? left.name} was, which left the spec, as ${name}`, slug: `keep-${slugOf(table.of, left.field ?? left.name)}` })),
      ...moves.map(({ from, to }) => {
        const [old, now] = [from.field ?? from.name, to.field ?? to.name];
        return columnRenamed(table, from.name, to.name, sql, { words: `renames ${table.of}.${old} to ${now}`, slug: `rename-${slugOf(table.of, old)}-to-${slugOf(now)}` });
      }),
    ],
  };
};

const columnRenamed = (table: Table, from: string, to: string, sql: Statements, about: Pick<Step, "words" | "slug">): Step => ({
  phase: "open",
  up: [sql.alter(table.name, `rename column ${sqlName(from)} to ${sqlName(to)}`)],
  down: [sql.alter(table.name, `rename column ${sqlName(to)} to ${sqlName(from)}`)],
  ...about,
});

const targetsRenamed = (one: Constraint, columns: ReadonlyMap<string, string>): Constraint =>
  one.kind === "reference" ? { ...one, targets: one.targets.map((name) => columns.get(`${one.table}/${name}`) ?? name) } : one;
