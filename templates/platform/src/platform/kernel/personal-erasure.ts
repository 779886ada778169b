import type { PersonalTable } from "./personal.ts";
import type { Seals, Store } from "./personal-rows.ts";
import { ok } from "./result.ts";
import type { Database, Queries } from "./world.ts";

/** What is done beside, in the transaction that deletes or replaces. */
export type Note = (queries: Queries, table: PersonalTable, id: string) => Promise<void>;

export interface Erased {
  readonly deleted: number;
  /** Rows that had to stay, and tell nothing of the person any more. */
  readonly replaced: number;
  /** Rows that hold ids alone. */
  readonly left: number;
}

type Outcome = "deleted" | "replaced";

/** Where whose data is erased is noted in a schema, so that what was cut short can be finished. */
export const erasureRecords = (schema: string) => {
  const table = `"${schema}"."_erasure"`;
  return {
    begin: {
      name: "erasure begin",
      text: `insert into ${table} as held (subject) values ($1) on conflict (subject) do update
        set finished_at = null, begun_at = case when held.finished_at is null then held.begun_at else now() end`,
    },
    count: {
      name: "erasure count",
      text: `update ${table} set deleted = deleted + $2, replaced = replaced + $3 where subject = $1`,
    },
    finish: { name: "erasure finish", text: `update ${table} set finished_at = now() where subject = $1` },
    open: { name: "erasure open", text: `select subject from ${table} where finished_at is null` },
    all: { name: "erasure all", text: `select subject from ${table}` },
  };
};

/** The values of encrypted fields that take the place of others; what stands there already stays. */
const sealedValues = async (
  { sealed }: PersonalTable,
  seals: Seals | null,
  row: Readonly<Record<string, string | null>>,
  id: string,
): Promise<readonly (readonly [column: string, value: string | null])[]> => {
  const values: [string, string | null][] = [];
  for (const { field, column, index, replaced } of sealed) {
    if (replaced === undefined || seals === null) continue;
    const stored = row[field] ?? null;
    const digits = id.replaceAll("-", "");
    const plain = replaced?.replace(/\{id:(\d+)\}/, (_, count: string) => digits.slice(-Number(count))) ?? null;
    const isThere = stored !== null && plain !== null && (await seals.open(`${field} ${id}`, stored)) === plain;
    const value = plain === null ? null : isThere ? stored : await seals.seal(`${field} ${id}`, plain);
    values.push([column, value]);
    if (index !== null) values.push([index, plain === null ? null : await seals.blind(field, plain)]);
  }
  return values;
};

/** Puts something else in the place of what tells of a person; false where that was done before. */
const replaceRow = async (
  queries: Queries,
  table: PersonalTable,
  seals: Seals | null,
  id: string,
): Promise<boolean> => {
  const columns = table.sealed.map(({ field, column }) => `, ${column} as "${field}"`);
  const find = `select "id"${columns.join("")} from ${table.table} where "id" = $1 for update`;
  const [row] = await queries.run<Readonly<Record<string, string | null>>>({ name: "", text: find }, [id]);
  if (row === undefined) return false;
  let changed = false;
  const values = await sealedValues(table, seals, row, id);
  const sealed = values.map(([column], index) => ({ column, by: `$${index + 2}` }));
  const own = { table: table.table, where: `"id" = $1`, columns: sealed };
  for (const { table: name, where, columns: places } of [own, ...table.replaced]) {
    if (places.length === 0) continue;
    const set = places.map(({ column, by }) => `${column} = ${by}`).join(", ");
    const differs = places.map(({ column, by }) => `${column}::text is distinct from (${by})::text`).join(" or ");
    const text = `update ${name} set ${set} where ${where} and (${differs}) returning "id"`;
    const parameters = places === sealed ? values.map(([, value]) => value) : [];
    changed = (await queries.run({ name: "", text }, [id, ...parameters])).length > 0 || changed;
  }
  const touch = `update ${table.table} set "version" = "version" + 1, "updated_at" = now() where "id" = $1`;
  if (changed) await queries.run({ name: "", text: touch }, [id]);
  return changed;
};

const deleteRow = async (queries: Queries, { table, keepMs }: PersonalTable, id: string): Promise<boolean> => {
  const text = `delete from ${table}
    where "id" = $1 and "created_at" <= now() - $2 * interval '1 millisecond' returning "id"`;
  return (await queries.run({ name: "", text }, [id, keepMs])).length > 0;
};

/** Runs one way to erase a row in a transaction, with what is noted of it; null where others refer to the row. */
const done = async (
  database: Database,
  work: (queries: Queries) => Promise<boolean>,
  note: (queries: Queries) => Promise<void>,
): Promise<boolean | null> => {
  const result = await database.transaction(async (transaction) => {
    const changed = await work(transaction);
    if (changed) await note(transaction);
    return ok(changed);
  });
  return result.ok ? result.value : null;
};

/** Deletes a row; where it must be kept, or others refer to it, what tells of the person is replaced. */
const eraseRow = async (
  table: PersonalTable,
  { database, seals }: Store,
  id: string,
  note: (queries: Queries, outcome: Outcome) => Promise<void>,
): Promise<Outcome | null> => {
  const noted = (outcome: Outcome) => (queries: Queries) => note(queries, outcome);
  if (await done(database, (queries) => deleteRow(queries, table, id), noted("deleted"))) return "deleted";
  const changed = await done(database, (queries) => replaceRow(queries, table, seals, id), noted("replaced"));
  if (changed === null) throw new Error(`${table.entity} ${id}: what tells of the person could not be replaced.`);
  return changed ? "replaced" : null;
};

/** Erases rows of one table, one by one; counted where it is noted how far the erasure of the user came. */
export const eraseRows = async (
  schema: string,
  table: PersonalTable,
  store: Store,
  user: string,
  ids: readonly string[],
  note: Note,
): Promise<Erased> => {
  if (!table.personal) return { deleted: 0, replaced: 0, left: ids.length };
  const erased = { deleted: 0, replaced: 0, left: 0 };
  for (const id of ids) {
    const outcome = await eraseRow(table, store, id, async (queries, what) => {
      await note(queries, table, id);
      await queries.run(erasureRecords(schema).count, [user, ...(what === "deleted" ? [1, 0] : [0, 1])]);
    });
    if (outcome !== null) erased[outcome] += 1;
  }
  return erased;
};
