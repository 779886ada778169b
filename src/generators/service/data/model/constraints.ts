import { sqlName } from "../../../render/index.ts";
import { nameOf } from "./column.ts";
import type { Wished } from "./columns.ts";
import type { Constraint, Table } from "./model.ts";
import type { Statements } from "./sql.ts";
import { type Changed, slugOf, type Step, together, unchanged } from "./step.ts";

interface Around {
  readonly before: Table;
  readonly asked: Table;
  readonly sql: Statements;
  readonly wished: Wished;
  /** Columns that go by another name once the copies of their values have taken their place. */
  readonly copied: ReadonlySet<string>;
}

/** The constraints of a table that was there: what is new is proved while others write, what the spec asks for no more goes. */
export const constraintsChanged = (around: Around): Changed<Constraint> => {
  const { before, asked, sql } = around;
  const there = new Map(before.constraints.map((one) => [keyOf(one), one]));
  const wanted = new Set(asked.constraints.map(keyOf));
  return together([
    ...before.constraints.filter((one) => !wanted.has(keyOf(one))).map((one) => dropped(around, one)),
    ...asked.constraints.map((one) => {
      const was = there.get(keyOf(one));
      if (was === undefined) return added(around, one);
      const named = was.name === one.name ? [] : [renamed(asked, was.name, one, sql)];
      const changed = kept(around, was, one);
      return { ...changed, steps: [...named, ...changed.steps] };
    }),
  ]);
};

/** Two with one key are the same rule, if with other values or under another name. */
const keyOf = (one: Constraint): string =>
  JSON.stringify([one.kind, one.columns, ...(one.kind === "reference" ? [one.table, one.targets, one.cascade] : [])]);

const wordsOf = (table: Table, one: Constraint): string => {
  const names = one.columns.map((name) => fieldOf(table, name)).join(" and ");
  if (one.kind === "unique") return `${names} unique in ${table.of}`;
  return one.kind === "values" ? `the values of ${table.of}.${names}` : `the reference ${table.of}.${names}`;
};

const fieldOf = (table: Table, column: string): string => table.columns.find((one) => one.name === column)?.field ?? column;

const firstName = (table: Table, one: Constraint): string => {
  const column = table.columns.find(({ name }) => name === one.columns[0]);
  return column === undefined ? table.of : nameOf(table, column);
};

const slug = (verb: string, table: Table, one: Constraint): string => `${verb}-${slugOf(table.of, ...one.columns.map((name) => fieldOf(table, name)))}`;

const dropped = ({ asked: table, sql, copied }: Around, one: Constraint): Changed<Constraint> => ({
  ...unchanged<Constraint>(),
  steps: [{
    phase: one.columns.some((name) => copied.has(name)) ? "swap" : "open",
    up: [sql.dropConstraint(table.name, one.name)],
    down: [sql.addConstraint(table.name, one, one.kind === "unique" || (one.kind === "reference" && table.partition !== undefined) ? "" : " not valid")],
    words: `insists on ${wordsOf(table, one)} no more`,
    slug: slug("free", table, one),
  }],
});

const renamed = (table: Table, was: string, one: Constraint, sql: Statements): Step => ({
  phase: "open",
  up: [sql.alter(table.name, `rename constraint ${sqlName(was)} to ${sqlName(one.name)}`)],
  down: [sql.alter(table.name, `rename constraint ${sqlName(one.name)} to ${sqlName(was)}`)],
  words: "",
  slug: slug("rename", table, one),
});

/** Over columns that held anything before, it holds for what is written from now on; that all rows keep it is for somebody to say. */
const added = ({ before, asked, sql, wished }: Around, one: Constraint): Changed<Constraint> => {
  if (one.kind === "unique") return { ...unchanged(one), steps: [madeUnique(asked, one, sql)] };
  const isOld = one.columns.every((name) => before.columns.some((column) => column.name === name));
  // A reference from what is spread is proved at once: the database takes no other.
  const atOnce = one.kind === "reference" && asked.partition !== undefined;
  const open = isOld && !atOnce && !wished(firstName(asked, one));
  return {
    now: [open ? { ...one, open } : one],
    steps: [{
      phase: "apart",
      up: atOnce ? replaced(asked, one, sql, "") : [...replaced(asked, one, sql), ...(open ? [] : [sql.validate(asked.name, one.name)])],
      down: [sql.dropConstraint(asked.name, one.name)],
      words: `insists on ${wordsOf(asked, one)}${atOnce ? "; it fails where a row breaks it, and writes wait meanwhile" : ""}`,
      slug: slug("bind", asked, one),
    }],
    pending: open ? [{ of: firstName(asked, one), message: `rows from before may break ${wordsOf(asked, one)}, which holds for what is written from now on` }] : [],
  };
};

/** One text, so that it can be run again. */
const replaced = (table: Table, one: Constraint, sql: Statements, how = " not valid"): readonly string[] =>
  [`${sql.dropConstraint(table.name, one.name)}\n${sql.addConstraint(table.name, one, how)}`];

const madeUnique = (table: Table, one: Constraint, sql: Statements): Step => ({
  phase: "apart",
  up: table.partition !== undefined ? replaced(table, one, sql, "") : [
    sql.dropConstraint(table.name, one.name),
    sql.dropIndex(one.name, "concurrently "),
    sql.createIndex(table.name, one, "unique index concurrently if not exists"),
    sql.alter(table.name, `add constraint ${sqlName(one.name)} unique using index ${sqlName(one.name)}`),
  ],
  down: [sql.dropConstraint(table.name, one.name), ...(table.partition !== undefined ? [] : [sql.dropIndex(one.name, "concurrently ")])],
  words: `makes ${wordsOf(table, one)}; it fails where two rows are alike${table.partition === undefined ? "" : ", and writes wait meanwhile"}`,
  slug: slug("unique", table, one),
});

const kept = ({ asked, sql, wished }: Around, was: Constraint, one: Constraint): Changed<Constraint> => {
  const isWished = wished(firstName(asked, one));
  if (was.kind === "values" && one.kind === "values") {
    const now = isWished ? one : { ...one, values: [...one.values, ...was.values.filter((value) => !one.values.includes(value))] };
    if (!sameValues(now.values, was.values)) return { ...unchanged(now), steps: [revalued(asked, was, now, sql)], pending: narrower(asked, one, now.values) };
    if (now.values.length > one.values.length) return { ...unchanged({ ...was, name: one.name }), pending: narrower(asked, one, now.values) };
  }
  if (was.open !== true) return unchanged({ ...was, name: one.name });
  if (!isWished) return { ...unchanged({ ...was, name: one.name }), pending: [{ of: firstName(asked, one), message: `rows from before may break ${wordsOf(asked, one)}` }] };
  const step: Step = { phase: "apart", up: [sql.validate(asked.name, one.name)], down: [], words: `proves ${wordsOf(asked, one)} of every row`, slug: slug("prove", asked, one) };
  return { ...unchanged(one), steps: [step] };
};

const sameValues = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((value) => b.includes(value));

const narrower = (table: Table, one: Constraint & { readonly kind: "values" }, stored: readonly string[]): Changed<Constraint>["pending"] => {
  const gone = stored.filter((value) => !one.values.includes(value));
  return gone.length === 0 ? [] : [{ of: firstName(table, one), message: `${gone.join(" and ")} left ${wordsOf(table, one)}, and rows that hold it stay` }];
};

const revalued = (table: Table, was: Constraint, now: Constraint & { readonly kind: "values" }, sql: Statements): Step => ({
  phase: "apart",
  up: [...replaced(table, now, sql), sql.validate(table.name, now.name)],
  down: replaced(table, was, sql),
  words: `${wordsOf(table, now)} are ${now.values.join(", ")}`,
  slug: slug("values-of", table, now),
});
