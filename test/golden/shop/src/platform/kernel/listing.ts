import { checked, isCleanText, type Json } from "./json.ts";
import { fail, ok, type Result } from "./result.ts";
import { uuid } from "./scalars.ts";
import { type Schema, violationsOf } from "./schema.ts";

/** Which part of a list is wanted, and in what order. */
export interface ListQuery {
  readonly limit: number;
  /** The field to sort by; rows that are equal in it are sorted by their id. */
  readonly sort: string;
  readonly descending: boolean;
  /** The last row of the page before; null for the first page. */
  readonly after: { readonly value: string | number; readonly id: string } | null;
  /** Field and the value that it must have. */
  readonly filters: Readonly<Record<string, string | number | boolean>>;
  /** Text that one of the searched fields must contain; null where it does not matter. */
  readonly search: string | null;
  /** The rows that there are for whoever asks; left out where all are. */
  readonly reach?: { readonly where: Where; readonly holds: (row: unknown) => boolean };
}

/** A condition in SQL, over the columns of fields and places for values. */
export type Where = (column: (field: string) => string, bind: (value: unknown) => string) => string;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the next page; null on the last one. */
  readonly next: string | null;
}

/** The query of a list as it comes from outside: paging, and a filter for each other name. */
export interface ListInput {
  readonly limit?: number;
  readonly cursor?: string;
  readonly sort?: string;
  readonly search?: string;
  readonly [filter: string]: string | number | boolean | undefined;
}

const DEFAULT_LIMIT = 50;

/**
 * @param max the largest page that this list gives
 * @param item the schema of what is listed: a cursor comes from outside and must hold a value that a row may have
 */
export const listQuery = (input: ListInput, max: number, item: Schema): Result<ListQuery> => {
  const { limit, cursor, sort = "id", search, ...filters } = input;
  const after = cursor === undefined ? null : positionOf(cursor, sort, item);
  if (after === undefined) {
    return fail("invalid", "The cursor is not one of this list.", [
      { pointer: "/cursor", message: "is of another list" },
    ]);
  }
  return ok({
    limit: Math.min(limit ?? DEFAULT_LIMIT, max),
    sort: sort.replace(/^-/u, ""),
    descending: sort.startsWith("-"),
    after,
    filters: checked<ListQuery["filters"]>(filters),
    search: search ?? null,
  });
};

/** The first row whose fields have these values. */
export const firstWith = (filters: ListQuery["filters"]): ListQuery => ({
  limit: 1,
  sort: "id",
  descending: false,
  after: null,
  filters,
  search: null,
});

/** Cuts the row that was read beyond the limit, which only says that there are more. */
export const pageOf = <Row extends { readonly id: string }>(rows: readonly Row[], query: ListQuery): Page<Row> => {
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return { items, next: more ? cursorOf(last, query) : null };
};

const cursorOf = (row: { readonly id: string }, query: ListQuery): string => {
  const value = checked<Readonly<Record<string, Json>>>(row)[query.sort];
  const sort = `${query.descending ? "-" : ""}${query.sort}`;
  return Buffer.from(JSON.stringify([sort, value, row.id])).toString("base64url");
};

/** Undefined where the cursor is broken, was made for another order, or was not made here. */
const positionOf = (cursor: string, sort: string, item: Schema): ListQuery["after"] | undefined => {
  const parts = partsOf(cursor);
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== sort) return undefined;
  const [, value, id] = parts;
  const sorted = propertyOf(item, sort.replace(/^-/u, ""));
  if (typeof id !== "string" || violationsOf(uuid, id).length > 0) return undefined;
  if (sorted === undefined || violationsOf(sorted, value).length > 0) return undefined;
  if (typeof value === "string" && isCleanText(value)) return { value, id };
  return typeof value === "number" ? { value, id } : undefined;
};

const partsOf = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
};

const propertyOf = (schema: Schema, name: string): Schema | undefined => {
  const properties = checked<Readonly<Record<string, Schema>>>(schema["properties"] ?? {});
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
};
