import { createHash } from "node:crypto";
import type { ListQuery } from "./listing.ts";
import type { Statement } from "./world.ts";

/** A list in SQL: what it selects, and the column of each field that it is filtered or sorted by. */
export interface Source {
  readonly name: string;
  readonly select: string;
  readonly columns: Readonly<Record<string, string>>;
  /** Fields that a list may be sorted by. */
  readonly sorted: readonly string[];
  /** Fields whose text is searched. */
  readonly searched: readonly string[];
}

/**
 * The statement of one page, which reads one row more than the page holds. Its name says which conditions it has.
 * @param tenant whose rows these are, where they are a tenant's
 */
export const pageStatement = (
  source: Source,
  query: ListQuery,
  tenant?: string,
): { statement: Statement; values: readonly unknown[] } => {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const filters = Object.keys(query.filters).sort();
  const conditions = filters.map((field) => `${columnOf(source, field)} = ${bind(query.filters[field])}`);
  if (tenant !== undefined) conditions.push(`"_tenant" = ${bind(tenant)}`);
  if (query.search !== null) conditions.push(searching(source, bind(query.search)));
  if (query.reach !== undefined) conditions.push(query.reach.where((field) => columnOf(source, field), bind));
  const sort = columnOf(source, query.sort);
  if (query.after !== null) conditions.push(after(sort, query, bind));
  const where = conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
  const direction = query.descending ? "desc" : "asc";
  const order = sort === `"id"` ? `"id" ${direction}` : `${sort} ${direction}, "id" ${direction}`;
  const text = `${source.select}${where} order by ${order} limit ${bind(query.limit + 1)}`;
  const name = query.reach === undefined ? nameOf(source, query, filters) : `${source.name} ${checksum(text)}`;
  return { statement: { name, text }, values };
};

/** Conditions on who asks are of any form: the text itself tells such statements apart. */
const checksum = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 20);

const columnOf = (source: Source, field: string): string => {
  const column = source.columns[field];
  if (column === undefined) throw new Error(`${source.name} has no column for ${field}`);
  return column;
};

const searching = (source: Source, text: string): string =>
  `(${source.searched.map((field) => `strpos(lower(${columnOf(source, field)}), lower(${text})) > 0`).join(" or ")})`;

const after = (sort: string, query: ListQuery, bind: (value: unknown) => string): string => {
  const than = query.descending ? "<" : ">";
  if (sort === `"id"`) return `"id" ${than} ${bind(query.after?.id)}`;
  return `(${sort}, "id") ${than} (${bind(query.after?.value)}, ${bind(query.after?.id)})`;
};

/** Short, because the database cuts names at 63: columns go by their number, those of conditions as bits of one. */
const nameOf = (source: Source, query: ListQuery, filters: readonly string[]): string => {
  const columns = Object.keys(source.columns);
  const number = (field: string): number => columns.indexOf(field);
  const sort = `${query.descending ? "d" : "a"}${number(query.sort)}`;
  const searched = query.search === null ? "" : " s";
  const conditions = filters.reduce((bits, field) => bits | (1n << BigInt(number(field))), 0n).toString(36);
  return `${source.name} ${conditions} ${sort}${searched}${query.after === null ? "" : " +"}`;
};
