import { created } from "./created.ts";
import { columnsChanged, type Wished } from "./columns.ts";
import { constraintsChanged } from "./constraints.ts";
import { asides, copiedAsides } from "./retyped.ts";
import { indexesChanged } from "./indexes.ts";
import type { Column, DataModel, Table } from "./model.ts";
import { renamed } from "./renamed.ts";
import { isSpreadAnew, ownedAnew, spread, united, whole } from "./spread.ts";
import type { Statements } from "./sql.ts";
import { type Pending, phases, slugOf, type Step } from "./step.ts";

/** What brings a database from one model to the next. */
export interface Difference {
  /** The model afterwards: what the spec asks for, and what stays although it does not. */
  readonly model: DataModel;
  /** In the order in which they run. */
  readonly steps: readonly Step[];
  readonly pending: readonly Pending[];
}

/** The way from the tables as they are to those that the spec asks for. No step deletes a row or a value that nobody wished gone. */
export const difference = (before: DataModel, asked: DataModel, sql: Statements, wished: Wished): Difference => {
  const { model, steps } = renamed(before, asked, sql);
  const there = new Map(model.tables.map((table) => [table.name, table]));
  const wanted = new Set(asked.tables.map((table) => table.name));
  const fresh = asked.tables.filter((table) => !there.has(table.name));
  const parts = asked.tables.map((table) => {
    const was = there.get(table.name);
    return was === undefined ? { table: stored(table), steps: [], pending: [] } : tableChanged(was, table, sql, wished);
  });
  const leftOver = model.tables.filter((table) => !wanted.has(table.name)).map((table) => tableLeft(table, sql, wished));
  const all = [...steps, ...(fresh.length === 0 ? [] : [tablesMade(fresh, sql)]), ...[...leftOver, ...parts].flatMap((one) => one.steps)];
  return {
    model: { tables: [...parts, ...leftOver].flatMap(({ table }) => (table === null ? [] : [table])) },
    steps: inOrder(all),
    pending: [...parts, ...leftOver].flatMap((one) => one.pending),
  };
};

/** A model as it is kept, without what only the spec knows. */
export const stored = ({ columns, ...table }: Table): Table => ({ ...table, columns: columns.map(storedColumn) });

const storedColumn = ({ fill: _fill, ...column }: Column): Column => column;

interface Part {
  readonly table: Table | null;
  readonly steps: readonly Step[];
  readonly pending: readonly Pending[];
}

const tableChanged = (before: Table, asked: Table, sql: Statements, wished: Wished): Part => {
  if (isSpreadAnew(before, asked)) return spreadAnew(before, asked, sql, wished);
  const columns = columnsChanged(before, asked, sql, wished);
  // What bound a column whose values were set aside binds these, whatever it is called.
  const aside = asides(before, asked);
  const following = <Item extends { readonly columns: readonly string[] }>(one: Item): Item => ({ ...one, columns: one.columns.map((name) => aside.get(name) ?? name) });
  const bound = { ...before, constraints: before.constraints.map(following), indexes: before.indexes.map(following) };
  const constraints = constraintsChanged({ before: bound, asked, sql, wished, copied: copiedAsides(before, asked, aside) });
  const indexes = indexesChanged(bound, asked, sql);
  return {
    table: { ...asked, columns: columns.now, constraints: constraints.now, indexes: indexes.now },
    steps: [...ownedAnew(before, asked, sql), ...columns.steps, ...constraints.steps, ...indexes.steps],
    pending: [...columns.pending, ...constraints.pending],
  };
};

/** What changes besides changes a whole table: it is whole first, and in parts at last. */
const spreadAnew = (before: Table, asked: Table, sql: Statements, wished: Wished): Part => {
  const { table, steps, pending } = tableChanged(whole(before), whole(asked), sql, wished);
  const now: Table = { ...(table ?? asked), primaryKey: asked.primaryKey, ...(asked.partition === undefined ? {} : { partition: asked.partition }) };
  return {
    table: now,
    steps: [...(before.partition === undefined ? [] : [united(before, sql)]), ...steps, ...(asked.partition === undefined ? [] : [spread(now, sql)])],
    pending,
  };
};

/** Its rows stay; they hold back nothing that others delete. */
const tableLeft = (table: Table, sql: Statements, wished: Wished): Part => {
  if (wished(table.of)) {
    const step: Step = { phase: "close", up: [sql.dropTable(table.name)], down: created([table], sql), words: `deletes ${table.of} with all its rows`, slug: `drop-${slugOf(table.of)}` };
    return { table: null, steps: [step], pending: [] };
  }
  const references = table.constraints.filter((one) => one.kind === "reference");
  const step: Step = {
    phase: "open",
    up: references.map((one) => sql.dropConstraint(table.name, one.name)),
    down: references.map((one) => sql.addConstraint(table.name, one, " not valid")),
    words: `keeps ${table.of}, which left the spec, and lets it refer to what is gone`,
    slug: `keep-${slugOf(table.of)}`,
  };
  return {
    table: { ...table, left: true, constraints: table.constraints.filter((one) => one.kind !== "reference") },
    steps: references.length === 0 ? [] : [step],
    pending: [{ of: table.of, message: `the table ${table.name} left the spec, and stays with its rows` }],
  };
};

const tablesMade = (tables: readonly Table[], sql: Statements): Step => ({
  phase: "open",
  up: created(tables, sql),
  down: tables.toReversed().map((table) => sql.dropTable(table.name)),
  words: `makes the tables of ${tables.map((table) => table.of).join(" and ")}`,
  slug: `create-${slugOf(...tables.slice(0, 2).map((table) => table.of))}`,
});

/** By phase; within one, renames come first, since what follows goes by the new names. */
const inOrder = (steps: readonly Step[]): readonly Step[] =>
  phases.flatMap((phase) => steps.filter((step) => step.phase === phase));
