import type { Envelope } from "../kernel/envelope.ts";
import { UnavailableError } from "../kernel/faults.ts";
import type { Database, Log } from "../kernel/world.ts";
import type { HoldingDatabase } from "./database.ts";
import { createFollower, type Follower } from "./follower.ts";
import type { Known, Marks } from "./marks.ts";
import { createPool, runOn } from "./pool.ts";

/** For so long a process reads what callers wrote from the primary, where it could not note that they did. */
const UNMARKED_MS = 60_000;

/** Whoever wrote must read it: those whom nobody knows are one. */
const subjectOf = ({ user }: Envelope): string => user?.id ?? "";

/** SQLSTATEs of a read that a replica ended because it stood in the way of a change: the next one may pass. */
const STOOD_IN_THE_WAY = new Set(["40001", "40P01"]);

const isAway = ({ cause }: UnavailableError): boolean =>
  !STOOD_IN_THE_WAY.has(String(cause instanceof Error ? Reflect.get(cause, "code") : ""));

export interface Followers {
  readonly all: readonly Follower[];
  readonly close: () => Promise<void>;
}

/** A pool for each replica. */
export const openFollowers = (
  urls: readonly string[],
  options: Omit<Parameters<typeof createPool>[0], "url">,
  log: Log,
): Followers => {
  const pools = urls.map((url) => ({ pool: createPool({ ...options, url }, log), name: new URL(url).host }));
  return {
    all: pools.map(({ pool, name }) => createFollower(pool, name, log)),
    close: async () => {
      await Promise.all(pools.map(({ pool }) => pool.end()));
    },
  };
};

/**
 * The database with its replicas: what a caller reads comes from one that has all that this caller wrote, whichever instance
 * took it; where none has, from the primary. Statements within transactions are the primary's.
 */
export const withReplicas = (
  database: HoldingDatabase,
  marks: Marks,
  followers: readonly Follower[],
  log: Log,
): HoldingDatabase => {
  let turn = 0;
  let unmarkedUntil = 0;

  const behind = async (subject: string, { end, marks: known }: Known): Promise<Follower | null> => {
    const position = known.get(subject) ?? 0;
    const has = await Promise.all(followers.map((one) => one.has(position, end)));
    const fit = followers.filter((_one, index) => has[index] === true);
    turn += 1;
    return fit[turn % fit.length] ?? null;
  };
  const choose = async (subject: string): Promise<Follower | null> =>
    performance.now() < unmarkedUntil ? null : behind(subject, await marks.get(subject));

  const reading = (envelope: Envelope): Database => {
    let chosen: Promise<Follower | null> | undefined;
    return {
      ...database,
      run: async (statement, values) => {
        chosen ??= choose(subjectOf(envelope));
        const follower = await chosen;
        if (follower === null) return database.run(statement, values);
        try {
          return await runOn(follower.pool, statement, values);
        } catch (error) {
          if (!(error instanceof UnavailableError)) throw error;
          if (isAway(error)) follower.failed(error);
          chosen = Promise.resolve(null);
          return database.run(statement, values);
        }
      },
    };
  };
  return {
    ...database,
    // Another service may write by what it reads here.
    reading: (envelope) => (envelope.service === null && followers.length > 0 ? reading(envelope) : database),
    wrote: async (envelope) => {
      try {
        await marks.set(subjectOf(envelope));
      } catch (error) {
        unmarkedUntil = performance.now() + UNMARKED_MS;
        log.warn("who wrote could not be noted; this process reads from the primary for a minute", { error });
      }
    },
  };
};
