import { quoted, schemaOf } from "../database/schema.ts";
import type { PersonalTable } from "../kernel/personal.ts";
import { ok } from "../kernel/result.ts";
import type { Database, Queries } from "../kernel/world.ts";
import { rowsOf, type Seals, type StoreOf } from "./personal.ts";

/** What is done beside, in the transaction that deletes or replaces. */
export type Note = (queries: Queries, table: PersonalTable, id: string) => Promise<void>;

export interface Erased {
  readonly deleted: number;
  /** Rows that had to stay, and tell nothing of the person any more. */
  readonly replaced: number;
  /** Rows that hold ids alone. */
  readonly left: number;
}

type Outcome = keyof Erased;

const recordsOf = (service: string) => {
  const table = `${quoted(schemaOf(service))}."_erasure"`;
  return {
    begin: {
      name: "erasure begin",
      text: `insert into ${table} (subject) values ($1) on conflict (subject) do update set finished_at = null`,
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

/** Where whose data is erased is noted in each service, so that what was cut short can be finished. */
export const subjectsIn = async (
  services: readonly string[],
  storeOf: StoreOf<Database>,
  which: "open" | "all",
): Promise<readonly string[]> => {
  const found = new Set<string>();
  for (const service of services) {
    const rows = await storeOf(service).database.run<{ subject: string }>(recordsOf(service)[which], []);
    for (const { subject } of rows) found.add(subject);
  }
  return [...found].sort();
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
  const columns = table.sealed.map(({ field, column }) => `, ${column} as ${quoted(field)}`);
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

/** Deletes a row; where it must be kept, or others refer to it, what tells of the person is replaced. */
const eraseRow = async (
  database: Database,
  table: PersonalTable,
  seals: Seals | null,
  id: string,
  note: (queries: Queries, outcome: Outcome) => Promise<void>,
): Promise<Outcome | null> => {
  const remove = `delete from ${table.table}
    where "id" = $1 and "created_at" <= now() - $2 * interval '1 millisecond' returning "id"`;
  const gone = await database.transaction(async (transaction) => {
    const rows = await transaction.run({ name: "", text: remove }, [id, table.keepMs]);
    if (rows.length > 0) await note(transaction, "deleted");
    return ok(rows.length > 0);
  });
  if (gone.ok && gone.value) return "deleted";
  const other = await database.transaction(async (transaction) => {
    const changed = await replaceRow(transaction, table, seals, id);
    if (changed) await note(transaction, "replaced");
    return ok(changed);
  });
  if (!other.ok) throw new Error(`${table.entity} ${id}: ${other.failure.message}`);
  return other.value ? "replaced" : null;
};

/**
 * Erases what the services hold about a user, row by row, those that refer to others first: begun again after it was
 * cut short, it finds what is left and does the rest.
 */
export const erasePerson = async (
  tables: readonly PersonalTable[],
  services: readonly string[],
  storeOf: StoreOf<Database>,
  user: string,
  note: Note,
): Promise<Erased> => {
  for (const service of services) await storeOf(service).database.run(recordsOf(service).begin, [user]);
  const ids = await rowsOf(tables, storeOf, user);
  const erased = { deleted: 0, replaced: 0, left: 0 };
  for (const table of tables) {
    const { database, seals } = storeOf(table.service);
    const own = ids.get(table.entity) ?? [];
    if (!table.personal) erased.left += own.length;
    for (const id of table.personal ? own : []) {
      const outcome = await eraseRow(database, table, seals, id, async (queries, what) => {
        await note(queries, table, id);
        const counts = what === "deleted" ? [1, 0] : [0, 1];
        await queries.run(recordsOf(table.service).count, [user, ...counts]);
      });
      if (outcome !== null) erased[outcome] += 1;
    }
  }
  for (const service of services) await storeOf(service).database.run(recordsOf(service).finish, [user]);
  return erased;
};
