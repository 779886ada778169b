import type { Envelope } from "../kernel/envelope.ts";
import { UnavailableError } from "../kernel/faults.ts";
import type { Database, Log } from "../kernel/world.ts";
import type { HoldingDatabase } from "./database.ts";
import { createFollower, type Follower } from "./follower.ts";
import type { Marks } from "./marks.ts";
import { createPool, runOn } from "./pool.ts";

/** For so long a process reads from the primary where it could not note who wrote; what others know they know by the note alone. */
const UNMARKED_MS = 60_000;

/** Whoever wrote must read it: those whom nobody knows are one. */
const subjectOf = ({ user }: Envelope): string => user?.id ?? "";

/** SQLSTATEs of a read that a replica ended because it stood in the way of a change: the next one may pass. */
const STOOD_IN_THE_WAY = new Set(["40001", "40P01"]);

/** SQLSTATEs of a replica that lacks a table, a column or a right that a migration has made in the primary by now. */
const LACKS = /^(?:42...|3F000)$/;

const codeOf = (error: unknown): string => String(error instanceof Error ? Reflect.get(error, "code") : "");

/** Whether it is the replica of which it failed, and not the statement. */
const isAmiss = (error: unknown): boolean =>
  error instanceof UnavailableError ? !STOOD_IN_THE_WAY.has(codeOf(error.cause)) : LACKS.test(codeOf(error));

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

  const choose = async (subject: string): Promise<Follower | null> => {
    if (performance.now() < unmarkedUntil) return null;
    const standings = await Promise.all(followers.map((one) => one.standing()));
    const primary = await marks.get(subject);
    const position = primary.marks.get(subject) ?? 0;
    const fit = followers.filter((one, index) => one.has(standings[index] ?? null, position, primary));
    turn += 1;
    return fit[turn % fit.length] ?? null;
  };

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
          // Of what it refuses the primary is the judge.
          if (isAmiss(error)) follower.failed(error);
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
        log.warn("who wrote could not be noted: this process reads from the primary for a minute, others may lack it", {
          error,
        });
      }
    },
  };
};
