import { createHash, randomUUID } from "node:crypto";
import { UnavailableError } from "../kernel/faults.ts";
import { checked } from "../kernel/json.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Reply, Route, Subscription } from "../kernel/world.ts";
import type { CacheEntry } from "./entries.ts";
import { keyOf } from "./key.ts";

/** Where all instances keep answers. Every one of its functions may reject: it is away, or too slow to be worth the wait. */
export interface Store {
  readonly read: (keys: readonly string[]) => Promise<readonly (string | null)[]>;
  /** @param forMs null: for good */
  readonly write: (key: string, value: string, forMs: number | null) => Promise<void>;
  /** Leaves a value that is there. */
  readonly begin: (key: string, value: string) => Promise<void>;
}

/** Answers of queries that all instances share. */
export interface RedisCache {
  /** The same route, which asks the service only for what is not kept. It sits behind authorisation. */
  readonly around: (route: Route, entry: CacheEntry) => Route;
  /** Forgets what an event has made stale, for all instances, and what any of them is reading meanwhile. */
  readonly clear: (event: string) => Promise<void>;
}

/** What was kept, and under which age of its operation: what is of another age is stale. */
interface Kept {
  readonly age: string;
  readonly reply: Reply;
}

const TIMEOUT_MS = 5_000;

/** No key tells what was asked for, or by whom. */
const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

/**
 * @param prefix of all keys: the system's name, where several share a store
 * @param observe is told of each request whether its answer was at hand
 */
export const createRedisCache = (
  prefix: string,
  entries: readonly CacheEntry[],
  store: Store,
  observe: (operation: string, outcome: "hit" | "miss") => void,
): RedisCache => {
  // The braces keep both keys of an operation together where Redis is a cluster.
  const nameOf = (operation: string): string => `{${prefix}:cache:${operation}}`;
  const ageKey = (operation: string): string => `${nameOf(operation)}:age`;
  const look = async (
    operation: string,
    key: string,
  ): Promise<{ readonly age: string | null; readonly kept: Kept | null }> => {
    try {
      const [age = null, text = null] = await store.read([ageKey(operation), key]);
      if (age === null) await store.begin(ageKey(operation), randomUUID());
      const kept = text === null ? null : checked<Kept>(JSON.parse(text));
      return { age, kept: kept?.age === age ? kept : null };
    } catch {
      return { age: null, kept: null };
    }
  };
  const keep = (key: string, kept: Kept, forMs: number): Promise<void> =>
    store.write(key, JSON.stringify(kept), forMs).catch(() => undefined);
  return {
    around: (route, entry) => ({
      ...route,
      handle: async (request) => {
        const key = `${nameOf(entry.operation)}:${hashOf(keyOf(entry, request))}`;
        const { age, kept } = await look(entry.operation, key);
        observe(entry.operation, kept === null ? "miss" : "hit");
        if (kept !== null) return ok(kept.reply);
        const result = await route.handle(request);
        // Its age is that of before it was read: if it was cleared meanwhile, nobody finds it.
        if (result.ok && age !== null) await keep(key, { age, reply: result.value }, entry.forMs);
        return result;
      },
    }),
    clear: async (event) => {
      const stale = entries.filter(({ clearedBy }) => clearedBy.includes(event));
      await Promise.all(stale.map(({ operation }) => store.write(ageKey(operation), randomUUID(), null)));
    },
  };
};

const cleared = async (cache: RedisCache, event: string): Promise<Result<null>> => {
  try {
    await cache.clear(event);
    return ok(null);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    return fail("unavailable", error.message);
  }
};

/** One instance hears each event, and clears what all share; while it cannot, the event comes again. */
export const redisClearing = (
  service: string,
  entries: readonly CacheEntry[],
  cache: RedisCache,
): readonly Subscription[] =>
  [...new Set(entries.flatMap(({ clearedBy }) => clearedBy))].map((event) => ({
    event,
    name: `${service}.clearCache`,
    version: 1,
    payload: {},
    timeoutMs: TIMEOUT_MS,
    handle: () => cleared(cache, event),
  }));
