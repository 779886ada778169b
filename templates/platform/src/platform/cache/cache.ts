import { ok } from "../kernel/result.ts";
import type { Reply, Route } from "../kernel/world.ts";
import type { CacheEntry } from "./entries.ts";
import { keyOf } from "./key.ts";

interface Kept {
  readonly operation: string;
  readonly reply: Reply;
  readonly until: number;
}

/** What answers of queries an instance keeps in its memory. */
export interface Cache {
  /** The same route, which asks the service only for what is not kept. It sits behind authorisation. */
  readonly around: (route: Route, entry: CacheEntry) => Route;
  /** Forgets what an event has made stale, and what is being read while it came. */
  readonly clear: (event: string) => void;
  /** False: nobody would tell what is stale, so that all is forgotten and nothing kept until somebody does again. */
  readonly trust: (trusted: boolean) => void;
}

const MOST = 10_000;

/**
 * @param entries all that may be kept
 * @param observe is told of each request whether its answer was at hand
 */
export const createCache = (
  entries: readonly CacheEntry[],
  observe: (operation: string, outcome: "hit" | "miss") => void,
  trusted = true,
): Cache => {
  const kept = new Map<string, Kept>();
  let trusting = trusted;
  let cleared = 0;
  const forget = (operations: readonly string[]): void => {
    cleared += 1;
    for (const [key, { operation }] of kept) if (operations.includes(operation)) kept.delete(key);
  };
  const keep = (key: string, one: Kept): void => {
    const [oldest] = kept.keys();
    if (kept.size >= MOST && oldest !== undefined) kept.delete(oldest);
    kept.set(key, one);
  };
  return {
    around: (route, entry) => ({
      ...route,
      handle: async (request) => {
        const key = keyOf(entry, request);
        const known = kept.get(key);
        const isGood = known !== undefined && known.until > performance.now();
        observe(entry.operation, isGood ? "hit" : "miss");
        if (isGood) return ok(known.reply);
        const before = cleared;
        const result = await route.handle(request);
        // What was read before a change and came after it is stale already.
        if (result.ok && trusting && cleared === before) {
          keep(key, { operation: entry.operation, reply: result.value, until: performance.now() + entry.forMs });
        }
        return result;
      },
    }),
    clear: (event) =>
      forget(entries.filter(({ clearedBy }) => clearedBy.includes(event)).map(({ operation }) => operation)),
    trust: (now) => {
      trusting = now;
      forget(entries.map(({ operation }) => operation));
    },
  };
};
