import { fail, ok, type Result } from "./result.ts";
import type { Database, Statement, Transaction } from "./world.ts";

/** What goes by itself once it is old. */
export interface Retention {
  /** Deletes rows older than its first value, the oldest first and as many as its second at most, and gives back their ids. */
  readonly statement: Statement;
  readonly afterMs: number;
  /** Drops whole months of rows that are older than its value; left out where rows do not lie by months. */
  readonly months?: Statement;
}

/** Few enough that nobody waits long for the rows of a batch. */
const BATCH = 1_000;
const MOST_BATCHES = 10;

const before = (now: string, ms: number): string => new Date(Date.parse(now) - ms).toISOString();

/**
 * Deletes what is too old, batch by batch; what is left after several is for the next time.
 * @param note what is to be done for each row in the transaction that deletes it
 */
export const deleteOld = async (
  database: Database,
  { statement, afterMs, months }: Retention,
  now: string,
  note: (transaction: Transaction, id: string) => Promise<void> = async () => {},
): Promise<Result<{ readonly deleted: number }>> => {
  let deleted = 0;
  if (months !== undefined) await database.run(months, [before(now, afterMs)]);
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const done = await database.transaction(async (transaction) => {
      const rows = await transaction.run<{ readonly id: string }>(statement, [before(now, afterMs), BATCH]);
      for (const { id } of rows) await note(transaction, id);
      return ok(rows);
    });
    if (!done.ok) return done;
    deleted += done.value.length;
    if (done.value.length < BATCH) break;
  }
  return ok({ deleted });
};

/** Refuses to let go of what must be kept for a while after it was created. */
export const mayGo = (row: { readonly createdAt: string }, keepMs: number, now: string): Result<null> => {
  const until = new Date(Date.parse(row.createdAt) + keepMs).toISOString();
  return until <= now ? ok(null) : fail("conflict", `It must be kept until ${until}.`);
};
