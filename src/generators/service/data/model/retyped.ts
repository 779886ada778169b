import { sqlName } from "../../../render/index.ts";
import { leaving, nameOf, stored } from "./column.ts";
import type { Column, Table } from "./model.ts";
import { closing, filling } from "./rows.ts";
import type { Statements } from "./sql.ts";
import { type Changed, slugOf, type Step } from "./step.ts";

/** The columns whose type changes, with the names that their old values go by. */
export const asides = (before: Table, asked: Table): ReadonlyMap<string, string> => {
  const types = new Map(asked.columns.map((column) => [column.name, column.type]));
  const taken = new Set([...before.columns, ...asked.columns].map((column) => column.name));
  const changed = before.columns.filter((column) => types.has(column.name) && types.get(column.name) !== column.type);
  return new Map(changed.map(({ name }) => [name, freeName("_was", name, taken)]));
};

/** A name that begins so and is not taken. */
export const freeName = (prefix: string, name: string, taken: ReadonlySet<string>): string => {
  const free = ["", ..."23456789"].map((n) => `${prefix}${n}_${name}`.slice(0, 63)).find((one) => !taken.has(one));
  if (free === undefined) throw new Error(`no name is free beside ${name}`);
  return free;
};

/** Types of which each value has one in the other, as SQL casts it. */
const WIDER: ReadonlyMap<string, string> = new Map([
  ["bigint numeric", "numeric"],
  ...["bigint", "numeric", "uuid", "boolean", "date"].map((type) => [`${type} text collate "C"`, "text"] as const),
]);

/** The names that old values go by which are copied: until the copies take their place, the old column has its own name. */
export const copiedAsides = (before: Table, asked: Table, aside: ReadonlyMap<string, string>): ReadonlySet<string> =>
  new Set([...aside].flatMap(([name, other]) => {
    const [was, now] = [before, asked].map((table) => table.columns.find((column) => column.name === name)?.type);
    return WIDER.has(`${was} ${now}`) ? [other] : [];
  }));

/**
 * A column whose every value has one of the new type is copied while others write, and then takes the old one's place; null where values cannot
 * be told to be the same. The old one stays beside, for whoever finds the copy wrong.
 */
export const retyped = (table: Table, was: Column, column: Column, sql: Statements, aside: string): Changed<Column> | null => {
  const cast = WIDER.get(`${was.type} ${column.type}`);
  if (cast === undefined) return null;
  const next = `_next_${column.name}`.slice(0, 63);
  const required = column.required && (was.required || column.fill !== undefined);
  const value = `${sqlName(column.name)}::${cast}`;
  const copy = required && !was.required ? `coalesce(${value}, ${column.fill})` : value;
  const gone: Column = { ...stored({ ...was, name: aside }, false), left: true };
  const about = (verb: string): Pick<Step, "words" | "slug"> => ({ words: "", slug: `${verb}-${slugOf(table.of, column.field ?? column.name)}` });
  const copied: Step = {
    phase: "copy",
    up: [filling(table, next, copy, sql), ...(required ? closing(table, next, sql) : [])],
    down: [sql.alter(table.name, `alter column ${sqlName(next)} drop not null`)],
    ...about("copy"),
    words: `copies ${nameOf(table, column)} as ${cast}`,
  };
  const swapped: Step = { ...about("swap"), phase: "swap", words: `puts the copy in its place, and keeps what was there as ${aside}`, ...swap(table, was, column, sql, { next, aside }) };
  return { now: [stored(column, required), gone], steps: [{ ...follower(table, column, sql, next, copy.replace(value, `new.${value}`)), ...about("retype") }, copied, swapped], pending: [leaving(table, gone)] };
};

/** A column that takes over from now on whatever is written to another. */
const follower = (table: Table, column: Column, sql: Statements, next: string, copy: string): Pick<Step, "phase" | "up" | "down"> => {
  const follow = sql.place(`${table.name}_${next}`.slice(0, 63));
  return {
    phase: "open",
    up: [
      sql.alter(table.name, `add column ${sqlName(next)} ${column.type}`),
      `create function ${follow}() returns trigger language plpgsql as $$\nbegin new.${sqlName(next)} := ${copy}; return new; end $$;`,
      `create trigger ${sqlName(next)} before insert or update on ${sql.place(table.name)}\n  for each row execute function ${follow}();`,
    ],
    down: [...unfollow(table, sql, next), sql.alter(table.name, `drop column if exists ${sqlName(next)}`)],
  };
};

const unfollow = (table: Table, sql: Statements, next: string): readonly string[] => [
  `drop trigger if exists ${sqlName(next)} on ${sql.place(table.name)};`,
  `drop function if exists ${sql.place(`${table.name}_${next}`.slice(0, 63))}();`,
];

const swap = (table: Table, was: Column, column: Column, sql: Statements, { next, aside }: { readonly next: string; readonly aside: string }): Pick<Step, "up" | "down"> => {
  const rename = (from: string, to: string): string => sql.alter(table.name, `rename column ${sqlName(from)} to ${sqlName(to)}`);
  return {
    up: [
      ...unfollow(table, sql, next),
      rename(column.name, aside),
      ...(was.required ? [sql.alter(table.name, `alter column ${sqlName(aside)} drop not null`)] : []),
      rename(next, column.name),
      // What still runs as before may know nothing of the column, where it had left the spec.
      ...(column.required && column.fill !== undefined ? [sql.alter(table.name, `alter column ${sqlName(column.name)} set default ${column.fill}`)] : []),
    ],
    down: [
      rename(column.name, next),
      rename(aside, column.name),
      `update ${sql.place(table.name)} set ${sqlName(column.name)} = ${sqlName(next)}::${was.type} where ${sqlName(column.name)} is null;`,
    ],
  };
};

/** Values of a type that knows nothing of the new one stay beside, under another name. */
export const setAside = (table: Table, was: Column, sql: Statements, aside: string): Changed<Column> => {
  const gone: Column = { ...stored({ ...was, name: aside }, false), left: true };
  const step: Step = {
    phase: "open",
    up: [sql.alter(table.name, `rename column ${sqlName(was.name)} to ${sqlName(aside)}`), ...(was.required ? [sql.alter(table.name, `alter column ${sqlName(aside)} drop not null`)] : [])],
    down: [sql.alter(table.name, `rename column ${sqlName(aside)} to ${sqlName(was.name)}`)],
    words: `sets the values of ${nameOf(table, was)} aside as ${aside}: they are of another type`,
    slug: `retype-${slugOf(table.of, was.field ?? was.name)}`,
  };
  return { now: [gone], steps: [step], pending: [leaving(table, gone)] };
};
