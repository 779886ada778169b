import type { Pool } from "pg";
import type { Log } from "../kernel/world.ts";
import { runOn } from "./pool.ts";

/** One replica, and how far it is. */
export interface Follower {
  readonly pool: Pick<Pool, "query">;
  /** Whether it has all up to this position, and is not too far behind the end of the primary's log. */
  readonly has: (position: number, end: number) => Promise<boolean>;
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

interface Standing {
  readonly follows: boolean;
  /** Null in a database that follows none. */
  readonly position: number | null;
  /** Since the last change that it has was made; null where it has none yet. */
  readonly sinceMs: number | null;
}

const standing = {
  name: "standing",
  text: `select pg_is_in_recovery() as follows,
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
  return {
    pool,
    failed,
    isUsed: () => isUsed === true,
    has: async (position, end) => {
      await refreshed();
      const replayed = known?.position ?? null;
      if (known === null || replayed === null) return false;
      const behindMs = replayed >= end ? 0 : (known.sinceMs ?? Number.POSITIVE_INFINITY);
      turn(behindMs <= MOST_BEHIND_MS, "it is too far behind");
      return behindMs <= MOST_BEHIND_MS && replayed >= position;
    },
  };
};
