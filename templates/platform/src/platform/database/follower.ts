import type { Pool } from "pg";
import type { Log } from "../kernel/world.ts";
import type { Known } from "./marks.ts";
import { runOn } from "./pool.ts";

/** One replica, and how far it is. */
export interface Follower {
  readonly pool: Pick<Pool, "query">;
  /** What it says of itself; null where it does not answer. To be asked before the primary is, for it may not be ahead of that. */
  readonly standing: () => Promise<Standing | null>;
  /** Whether it has all up to this position of the primary, and is not too far behind the end of its log. */
  readonly has: (standing: Standing | null, position: number, primary: Known) => boolean;
  /** To be called where it failed: it is not read from until it answers again. */
  readonly failed: (error: unknown) => void;
  readonly isUsed: () => boolean;
}

/** So old may be what is known of a replica before it is asked again. */
const KNOWN_MS = 1_000;
/** So long it may take to answer. */
const PATIENCE_MS = 1_000;
/** One that is further behind than this is not read from. */
const MOST_BEHIND_MS = 10_000;

export interface Standing {
  readonly follows: boolean;
  /** Of which log its positions are: the system's identifier and the timeline. */
  readonly history: string;
  readonly startedAt: string;
  /** Null in a database that follows none. */
  readonly position: number | null;
  /** Since the last change that it has was made; null where it has none yet. */
  readonly sinceMs: number | null;
}

// The timeline is that of the last page that it wrote down or of its last restart point: after a failover it is late, and never early.
const standing = {
  name: "standing",
  text: `select pg_is_in_recovery() as follows,
    (select system_identifier from pg_control_system()) || ' ' || greatest(
      (select timeline_id from pg_control_checkpoint()),
      (select min_recovery_end_timeline from pg_control_recovery())) as history,
    pg_postmaster_start_time()::text as "startedAt",
    pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::float8 as position,
    (extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)::float8 as "sinceMs"`,
};

const inTime = async <Value>(work: Promise<Value>): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("it did not answer in time")), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

/** @param name what the log calls it: its host, without what is secret in its URL */
export const createFollower = (pool: Pick<Pool, "query">, name: string, log: Log): Follower => {
  let known: Standing | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;
  let isUsed: boolean | null = null;
  let behindSince: number | null = null;
  /** When a server was started that was ahead of the primary: it will not find back, even where the primary overtakes it. */
  let strayed: string | null = null;

  const turn = (to: boolean, reason: string): void => {
    if (to === isUsed) return;
    if (!to) log.warn("a replica is not read from, but the primary", { replica: name, reason });
    else if (isUsed === false) log.info("a replica is read from again", { replica: name });
    isUsed = to;
  };
  const failed = (error: unknown): void => {
    known = null;
    turn(false, reasonOf(error));
  };
  const look = async (): Promise<void> => {
    try {
      const [row] = await inTime(runOn<Standing>(pool, standing, []));
      if (row?.follows !== true) throw new Error("it follows no other database");
      known = row;
    } catch (error) {
      failed(error);
    }
    askedAt = performance.now();
    asking = null;
  };
  /** One that answers is waited for; one that does not is asked beside. */
  const refreshed = async (): Promise<void> => {
    if (performance.now() - askedAt < KNOWN_MS) return;
    asking ??= look();
    if (known !== null || isUsed === null) await asking;
  };
  const isOfPrimary = ({ history, startedAt, position }: Standing, primary: Known): boolean => {
    if (history === primary.history && (position ?? 0) > primary.end) strayed = startedAt;
    const isSame = history === primary.history && startedAt !== strayed;
    if (!isSame) turn(false, "it follows another history than the primary's");
    return isSame;
  };
  /** The last change may be old because nobody wrote since: it counts as a delay once it has lacked something for so long. */
  const isInTime = ({ position, sinceMs }: Standing, end: number): boolean => {
    const now = performance.now();
    if ((position ?? -1) >= end || (sinceMs !== null && sinceMs <= MOST_BEHIND_MS)) behindSince = null;
    else behindSince ??= now;
    if (behindSince === null) turn(true, "");
    else if (now - behindSince > MOST_BEHIND_MS) turn(false, "it is too far behind");
    return behindSince === null;
  };
  return {
    pool,
    failed,
    isUsed: () => isUsed === true,
    standing: async () => {
      await refreshed();
      return known;
    },
    has: (given, position, primary) =>
      given !== null &&
      isOfPrimary(given, primary) &&
      isInTime(given, primary.end) &&
      (given.position ?? -1) >= position,
  };
};
