import type { PersonalTable } from "../kernel/personal.ts";
import type { Queries } from "../kernel/world.ts";

/** The cipher of a service's fields. */
export interface Seals {
  readonly seal: (place: string, text: string) => Promise<string>;
  readonly open: (place: string, stored: string) => Promise<string>;
  readonly blind: (field: string, text: string) => Promise<string>;
}

export interface Store<Reads extends Queries = Queries> {
  readonly database: Reads;
  /** Null where nothing of the service is encrypted. */
  readonly seals: Seals | null;
}

export type StoreOf<Reads extends Queries = Queries> = (service: string) => Store<Reads>;

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** The ids of a user's rows by entity. Tables that others refer to come last in the list, and are asked first. */
export const rowsOf = async (
  tables: readonly PersonalTable[],
  storeOf: StoreOf,
  user: string,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, readonly string[]>();
  for (const { service, entity, table, subject } of tables.toReversed()) {
    const text = `select "id" from ${table} where ${subject.column} = any($1::uuid[]) order by "id"`;
    const whose = subject.of === null ? [user] : (found.get(subject.of) ?? []);
    const rows = await storeOf(service).database.run<Row>({ name: `person ${entity}`.slice(0, 63), text }, [whose]);
    found.set(
      entity,
      rows.map(({ id }) => id),
    );
  }
  return found;
};

const opened = async (row: Row, { sealed }: PersonalTable, seals: Seals | null): Promise<Row> => {
  const values: [string, unknown][] = [];
  for (const { field, name, isText } of sealed) {
    const stored = row[name];
    if (typeof stored !== "string" || seals === null) continue;
    const text = await seals.open(`${field} ${row.id}`, stored);
    values.push([name, isText ? text : JSON.parse(text)]);
  }
  return { ...row, ...Object.fromEntries(values) };
};

/** All that the services hold about a user, by entity, as their APIs would show it to somebody who sees everything. */
export const exportPerson = async (
  tables: readonly PersonalTable[],
  storeOf: StoreOf,
  user: string,
): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const ids = await rowsOf(tables, storeOf, user);
  const all: [string, readonly unknown[]][] = [];
  for (const table of tables) {
    const { database, seals } = storeOf(table.service);
    const text = `${table.select} where "this"."id" = any($1::uuid[]) order by "this"."id"`;
    const name = `export ${table.entity}`.slice(0, 63);
    const rows = await database.run<Row>({ name, text }, [ids.get(table.entity) ?? []]);
    all.push([table.entity, await Promise.all(rows.map((row) => opened(row, table, seals)))]);
  }
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
};
