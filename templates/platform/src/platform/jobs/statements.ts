import { quoted, schemaOf } from "../database/schema.ts";
import type { Statement } from "../kernel/world.ts";

/** A job as the claim found it. */
export interface Claimed {
  readonly dueAt: string;
  /** This time included. */
  readonly attempts: number;
  /** By the clock of the database, as is all else here. */
  readonly now: string;
}

export const statementsOf = (
  service: string,
): Readonly<Record<"now" | "register" | "look" | "claim" | "settle", Statement>> => {
  const table = `${quoted(schemaOf(service))}."_job"`;
  return {
    now: { name: "job now", text: "select clock_timestamp()::timestamptz(3) as now" },
    // A job whose hours were changed forgets when it was due before.
    register: {
      name: "job register",
      text: `insert into ${table} as old (name, schedule, due_at) values ($1, $2, $3)
        on conflict (name) do update set schedule = excluded.schedule, due_at = excluded.due_at, attempts = 0
        where old.schedule <> excluded.schedule`,
    },
    look: {
      name: "job look",
      text: `select extract(epoch from greatest(due_at, coalesce(claimed_until, due_at)) - clock_timestamp())::float8 * 1000
        as "waitMs" from ${table} where name = $1`,
    },
    // Of several that ask at once one gets the row; the others see it claimed.
    claim: {
      name: "job claim",
      text: `update ${table} set attempts = attempts + 1, claim = $2,
          claimed_until = clock_timestamp() + $3 * interval '1 millisecond'
        where name = $1 and due_at <= clock_timestamp()
          and (claimed_until is null or claimed_until <= clock_timestamp())
        returning due_at as "dueAt", attempts, clock_timestamp()::timestamptz(3) as now`,
    },
    // Only by whoever holds the claim still.
    settle: {
      name: "job settle",
      text: `update ${table} set due_at = $3, attempts = $4, claim = null, claimed_until = null
        where name = $1 and claim = $2 returning 1 as settled`,
    },
  };
};
