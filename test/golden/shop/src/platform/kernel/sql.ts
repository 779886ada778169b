import { createHash } from "node:crypto";
import { type ListQuery, pageOf } from "./listing.ts";
import type { Repository, Stored } from "./repository.ts";
import type { Queries, Statement } from "./world.ts";

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

/** How a row is read, read until it is written, and deleted; of the rows of tenants, the tenant's alone. */
export const statementsById = (name: string, select: string, table: string, ofTenant = false) => {
  const own = (place: number): string => (ofTenant ? ` and "_tenant" = $${place}` : "");
  const remove = `delete from ${table} where "id" = $1 and "version" = $2${own(3)} returning "id"`;
  return {
    get: { name: `${name}.get`, text: `${select}where "id" = $1${own(2)}` },
    lock: { name: `${name}.lock`, text: `${select}where "id" = $1${own(2)} for update of "this"` },
    remove: { name: `${name}.remove`, text: remove },
  };
};

/** Rows that a row holds in a table of their own. */
interface Collection<Row> {
  readonly of: (row: Row) => unknown;
  readonly write: (queries: Queries, row: Row) => Promise<void>;
  readonly remove: Statement;
}

/** How the rows of one entity are kept. */
export interface Mapping<Row> {
  readonly source: Source;
  readonly statements: Readonly<Record<"get" | "lock" | "insert" | "update" | "remove", Statement>>;
  /** The values of the entity's own columns. */
  readonly values: (row: Row) => readonly unknown[] | Promise<readonly unknown[]>;
  readonly collections?: readonly Collection<Row>[];
  /** A row as it is, of the row as it is stored; left out where they are the same. */
  readonly opened?: (row: Row) => Promise<Row>;
  /** Whose rows these are, where they are a tenant's. */
  readonly tenant?: string;
}

/** Keeps the rows of an entity on Postgres. */
export const sqlRepository = <Row extends Stored>(mapping: Mapping<Row>): Repository<Row> => {
  const { source, statements, values, collections = [], opened, tenant } = mapping;
  const own = tenant === undefined ? [] : [tenant];
  const one = async (queries: Queries, statement: Statement, id: string): Promise<Row | null> => {
    const [row] = await queries.run<Row>(statement, [id, ...own]);
    if (row === undefined) return null;
    return opened === undefined ? row : opened(row);
  };
  return {
    get: (queries, id) => one(queries, statements.get, id),
    lock: (queries, id) => one(queries, statements.lock, id),
    list: async (queries, query) => {
      const page = pageStatement(source, query, tenant);
      const rows = await queries.run<Row>(page.statement, page.values);
      return pageOf(opened === undefined ? rows : await Promise.all(rows.map(opened)), query);
    },
    insert: async (queries, row) => {
      const { id, createdAt, updatedAt, version } = row;
      await queries.run(statements.insert, [id, createdAt, updatedAt, version, ...(await values(row)), ...own]);
      for (const { write } of collections) await write(queries, row);
    },
    update: async (queries, from, to) => {
      const changed = [from.id, from.version, to.updatedAt, to.version, ...(await values(to)), ...own];
      const written = await queries.run(statements.update, changed);
      if (written.length === 0) return false;
      for (const { of, remove, write } of collections) {
        if (of(from) === of(to)) continue;
        await queries.run(remove, [to.id, ...own]);
        await write(queries, to);
      }
      return true;
    },
    remove: async (queries, row) => {
      const removed = await queries.run(statements.remove, [row.id, row.version, ...own]);
      return removed.length > 0;
    },
  };
};
