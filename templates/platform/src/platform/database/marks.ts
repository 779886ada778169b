import type { Pool } from "pg";
import { runOn } from "./pool.ts";
import { quoted } from "./schema.ts";

/** What the primary says. Positions are places in its log of changes, in bytes. */
export interface Known {
  /** Where its log ends now. */
  readonly end: number;
  /** Of which log its positions are: the system's identifier and the timeline. */
  readonly history: string;
  /** Where it ended when somebody had last written. */
  readonly marks: ReadonlyMap<string, number>;
}

export interface Marks {
  /** Notes that this caller has written what is in the log by now. */
  readonly set: (subject: string) => Promise<void>;
  /** What the primary says of this caller, and of all others who ask meanwhile. */
  readonly get: (subject: string) => Promise<Known>;
}

interface Row {
  readonly end: number;
  readonly history: string;
  readonly marks: Readonly<Record<string, number>>;
}

const statementsOf = (schema: string) => {
  const table = `${quoted(schema)}."_written"`;
  return {
    // Nothing waits until it is on disk: a mark is worth nothing without what was written before it.
    set: {
      name: "mark set",
      text: `with eased as (select set_config('synchronous_commit', 'off', true) as mode)
        insert into ${table} as known (subject, position, written_at)
        select $1, pg_current_wal_insert_lsn(), now() from eased where mode = 'off'
        on conflict (subject) do update
          set position = greatest(known.position, excluded.position), written_at = excluded.written_at`,
    },
    get: {
      name: "marks get",
      text: `select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::float8 as end,
        (select system_identifier from pg_control_system()) || ' ' ||
          ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int as history, coalesce(
        (select json_object_agg(subject, pg_wal_lsn_diff(position, '0/0')::float8)
          from ${table} where subject = any ($1)), '{}') as marks`,
    },
  };
};

/** Who wrote up to where, in the primary, where every instance sees it. */
export const createMarks = (primary: Pick<Pool, "query">, schema: string): Marks => {
  const statements = statementsOf(schema);
  const ask = async (subjects: ReadonlySet<string>): Promise<Known> => {
    const [row] = await runOn<Row>(primary, statements.get, [[...subjects]]);
    if (row === undefined) throw new Error("The primary says nothing of its log.");
    return { ...row, marks: new Map(Object.entries(row.marks)) };
  };
  let last: Promise<unknown> = Promise.resolve();
  let next: { readonly subjects: Set<string>; readonly known: Promise<Known> } | null = null;
  // Of those who come while a question is on its way the next one asks for all: the primary has one at a time.
  const queued = (): NonNullable<typeof next> => {
    if (next !== null) return next;
    const subjects = new Set<string>();
    const known = last.then(() => {
      next = null;
      return ask(subjects);
    });
    last = known.catch(() => undefined);
    next = { subjects, known };
    return next;
  };
  return {
    set: async (subject) => {
      await runOn(primary, statements.set, [subject]);
    },
    get: (subject) => {
      const { subjects, known } = queued();
      subjects.add(subject);
      return known;
    },
  };
};
