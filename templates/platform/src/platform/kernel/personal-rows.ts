import type { PersonalTable } from "./personal.ts";
import type { Database } from "./world.ts";

/** The cipher of a service's fields. */
export interface Seals {
  readonly seal: (place: string, text: string) => Promise<string>;
  readonly open: (place: string, stored: string) => Promise<string>;
  readonly blind: (field: string, text: string) => Promise<string>;
}

export interface Store {
  readonly database: Database;
  /** Null where nothing of the service is encrypted. */
  readonly seals: Seals | null;
}

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** The ids of the rows whose subject is one of these. */
export const rowIds = async (
  { entity, table, subject }: PersonalTable,
  { database }: Store,
  whose: readonly string[],
): Promise<readonly string[]> => {
  const text = `select "id" from ${table} where ${subject.column} = any($1::uuid[]) order by "id"`;
  const rows = await database.run<Row>({ name: `person ${entity}`.slice(0, 63), text }, [whose]);
  return rows.map(({ id }) => id);
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

/** Rows as the API would show them to somebody who sees everything. */
export const shownRows = async (
  table: PersonalTable,
  { database, seals }: Store,
  ids: readonly string[],
): Promise<readonly unknown[]> => {
  const text = `${table.select} where "this"."id" = any($1::uuid[]) order by "this"."id"`;
  const rows = await database.run<Row>({ name: `export ${table.entity}`.slice(0, 63), text }, [ids]);
  return Promise.all(rows.map((row) => opened(row, table, seals)));
};
