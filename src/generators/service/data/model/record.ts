import type { Column, Constraint, DataModel, Index, Table } from "./model.ts";

const VERSION = 1;

/** Where the tables of a service are kept as they were last rendered. */
export const recordPath = (service: string): string => `.keybeam/model/${service}.json`;

/** A line for every column, constraint and index, so that two changes of a model merge as lines do. */
export const printModel = ({ tables, migrations, gone }: DataModel): string =>
  `{\n  "version": ${VERSION},\n${gone === undefined ? "" : `  "gone": ${JSON.stringify(gone)},\n`}${migrations === undefined ? "" : `  "migrations": {${block(2, [...migrations].map(([id, text]) => [id, JSON.stringify(text)]))}},\n`}  "tables": {${block(2, tables.map((table) => [table.name, printTable(table)]))}}\n}\n`;

const block = (indent: number, entries: readonly (readonly [string, string])[]): string => {
  if (entries.length === 0) return "";
  const pad = " ".repeat(indent);
  return `\n${entries.map(([name, value]) => `${pad}  ${JSON.stringify(name)}: ${value}`).join(",\n")}\n${pad}`;
};

const printTable = ({ of, was, left, primaryKey, partition, columns, constraints, indexes }: Table): string => {
  const lines = (entries: readonly (readonly [string, object])[]): string => `{${block(6, entries.map(([name, value]) => [name, JSON.stringify(value)]))}}`;
  const parts: readonly (readonly [string, string])[] = [
    ["of", JSON.stringify(of)],
    ...(was === undefined ? [] : [["was", JSON.stringify(was)] as const]),
    ...(left === true ? [["left", "true"] as const] : []),
    ["key", JSON.stringify(primaryKey)],
    ...(partition === undefined ? [] : [["partition", JSON.stringify({ by: partition.by, column: partition.column, owns: partition.owns })] as const]),
    ["columns", lines(columns.map(({ name, type, required, field, was: former, left: gone }) => [name, { type, required, field, was: former, left: gone }]))],
    ["constraints", lines(constraints.map((one) => [one.name, ordered(one)]))],
    ["indexes", lines(indexes.map((index) => [index.name, index.columns]))],
  ];
  return `{${block(4, parts)}}`;
};

/** In one order of keys, wherever the constraint comes from. */
const ordered = (one: Constraint): object => {
  const { kind, columns, open } = one;
  if (one.kind === "values") return { kind, columns, values: one.values, open };
  return one.kind === "reference" ? { kind, columns, table: one.table, targets: one.targets, cascade: one.cascade, open } : { kind, columns, open };
};

/** The model that a text holds, or a sentence that says why it is none. */
export const parseModel = (text: string): DataModel | string => {
  const data = parsed(text);
  if (!isRecord(data) || !isRecord(data["tables"])) return "it is no JSON object with `tables`";
  if (data["version"] !== VERSION) return `its version is ${JSON.stringify(data["version"])}, and this keybeam reads ${VERSION}`;
  const tables: Table[] = [];
  for (const [name, value] of Object.entries(data["tables"])) {
    const table = tableOf(name, value);
    if (table === null) return `its table ${JSON.stringify(name)} is malformed`;
    tables.push(table);
  }
  const { migrations, gone } = data;
  return { tables, ...(isRecord(migrations) ? { migrations: new Map(textsIn(migrations)) } : {}), ...(isNames(gone) ? { gone } : {}) };
};

const textsIn = (value: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] =>
  Object.entries(value).flatMap(([id, text]) => (typeof text === "string" && /^\d{4}-[a-z0-9-]+$/u.test(id) ? [[id, text] as const] : []));

const tableOf = (name: string, value: unknown): Table | null => {
  if (!isRecord(value) || typeof value["of"] !== "string" || !isNames(value["key"])) return null;
  const columns = entriesOf(value["columns"]).map(([column, one]) => columnOf(column, one));
  const constraints = entriesOf(value["constraints"]).map(([constraint, one]) => constraintOf(constraint, one));
  const indexes = entriesOf(value["indexes"]).map(([index, one]): Index | null => (isNames(one) ? { name: index, columns: one } : null));
  if (!isWhole(columns) || !isWhole(constraints) || !isWhole(indexes)) return null;
  return { name, of: value["of"], ...wasOf(value["was"]), ...isLeft(value["left"]), primaryKey: value["key"], ...partitionOf(value["partition"]), columns, constraints, indexes };
};

const partitionOf = (value: unknown): Pick<Table, "partition"> => {
  if (!isRecord(value) || typeof value["column"] !== "string") return {};
  const { by, column, owns } = value;
  const owned = (Array.isArray(owns) ? owns : []).flatMap((one: unknown) =>
    isRecord(one) && typeof one["table"] === "string" && typeof one["column"] === "string" ? [{ table: one["table"], column: one["column"] }] : []);
  return by === "months" || by === "hash" ? { partition: { by, column, owns: owned } } : {};
};

const columnOf = (name: string, value: unknown): Column | null => {
  if (!isRecord(value) || typeof value["type"] !== "string" || typeof value["required"] !== "boolean") return null;
  const { field } = value;
  return { name, type: value["type"], required: value["required"], ...(typeof field === "string" ? { field } : {}), ...wasOf(value["was"]), ...isLeft(value["left"]) };
};

const constraintOf = (name: string, value: unknown): Constraint | null => {
  if (!isRecord(value) || !isNames(value["columns"])) return null;
  const common = { name, columns: value["columns"], ...(value["open"] === true ? { open: true } : {}) };
  const { kind, values, table, targets, cascade } = value;
  if (kind === "unique") return { kind, ...common };
  if (kind === "values") return isNames(values) ? { kind, ...common, values } : null;
  if (kind !== "reference" || typeof table !== "string" || !isNames(targets) || typeof cascade !== "boolean") return null;
  return { kind, ...common, table, targets, cascade };
};

const wasOf = (value: unknown): { readonly was?: string } => (typeof value === "string" ? { was: value } : {});

const isLeft = (value: unknown): { readonly left?: true } => (value === true ? { left: true } : {});

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] => (isRecord(value) ? Object.entries(value) : []);

const isWhole = <Item>(items: readonly (Item | null)[]): items is readonly Item[] => items.every((item) => item !== null);

const isNames = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === "string");

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
