import { sqlName } from "../../../render/index.ts";
import type { Column, Constraint, DataModel, Table } from "./model.ts";
import type { Statements } from "./sql.ts";
import { slugOf, type Step } from "./step.ts";

interface Renamed {
  readonly model: DataModel;
  readonly steps: readonly Step[];
}

/**
 * The model under the names that the spec gives now, and the steps there: each rename is an entry in the catalogue, whatever the rows.
 * A name that is taken, or whose old one is gone, is no rename: what it stood for was done by an earlier run.
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
    const old = table.was === undefined || there.has(table.name) || asked.tables.some((one) => one.name === table.was) ? undefined : there.get(table.was);
    return old === undefined ? [] : [{ from: old, to: table }];
  });
  const names = new Map(moves.map(({ from, to }) => [from.name, to] as const));
  const tables = before.tables.map((table): Table => {
    const to = names.get(table.name);
    const constraints = table.constraints.map((one) => (one.kind === "reference" ? { ...one, table: names.get(one.table)?.name ?? one.table } : one));
    return { ...table, constraints, ...(to === undefined ? {} : { name: to.name, of: to.of }) };
  });
  const steps = moves.map(({ from, to }): Step => ({
    phase: "open",
    up: [sql.alter(from.name, `rename to ${sqlName(to.name)}`)],
    down: [sql.alter(to.name, `rename to ${sqlName(from.name)}`)],
    words: `renames ${from.of} to ${to.of}`,
    slug: `rename-${slugOf(from.of)}-to-${slugOf(to.of)}`,
  }));
  return [{ tables }, steps];
};

interface RenamedColumns {
  readonly table: Table;
  readonly steps: readonly Step[];
  readonly names: ReadonlyMap<string, string>;
}

const columnsRenamed = (table: Table, asked: Table | undefined, sql: Statements): RenamedColumns => {
  const there = new Map(table.columns.map((column) => [column.name, column]));
  const moves = (asked?.columns ?? []).flatMap((column) => {
    const isFree = !there.has(column.name) && !(asked?.columns ?? []).some((one) => one.name === column.was);
    const old = column.was === undefined || !isFree ? undefined : there.get(column.was);
    return old === undefined ? [] : [{ from: old, to: column }];
  });
  const names = new Map(moves.map(({ from, to }) => [from.name, to.name]));
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
      constraints: table.constraints.map((one) => ({ ...one, columns: now(one.columns) })),
      indexes: table.indexes.map((one) => ({ ...one, columns: now(one.columns) })),
    },
    steps: moves.map(({ from, to }): Step => ({
      phase: "open",
      up: [sql.alter(table.name, `rename column ${sqlName(from.name)} to ${sqlName(to.name)}`)],
      down: [sql.alter(table.name, `rename column ${sqlName(to.name)} to ${sqlName(from.name)}`)],
      words: `renames ${table.of}.${from.field ?? from.name} to ${to.field ?? to.name}`,
      slug: `rename-${slugOf(table.of, from.field ?? from.name)}-to-${slugOf(to.field ?? to.name)}`,
    })),
  };
};

const targetsRenamed = (one: Constraint, columns: ReadonlyMap<string, string>): Constraint =>
  one.kind === "reference" ? { ...one, targets: one.targets.map((name) => columns.get(`${one.table}/${name}`) ?? name) } : one;
