import { Redis } from "ioredis";
import type { Check } from "../http/admin.ts";
import { UnavailableError } from "../kernel/faults.ts";
import type { Log } from "../kernel/world.ts";
import type { Store } from "./redis.ts";

/** What takes longer is slower than most queries. */
const COMMAND_MS = 250;
const CONNECT_MS = 2_000;
const LONGEST_PAUSE_MS = 2_000;
const MOST = 10_000;

export interface OpenStore extends Store {
  readonly check: Check;
  readonly close: () => void;
}

/** Of one process: on a developer's machine there is one of each. */
const inMemory = (): OpenStore => {
  const kept = new Map<string, { readonly value: string; readonly until: number }>();
  const found = (key: string): string | null => {
    const one = kept.get(key);
    return one === undefined || one.until <= performance.now() ? null : one.value;
  };
  const keep = (key: string, value: string, forMs: number | null): void => {
    const [oldest] = kept.keys();
    if (kept.size >= MOST && oldest !== undefined) kept.delete(oldest);
    kept.set(key, { value, until: forMs === null ? Number.POSITIVE_INFINITY : performance.now() + forMs });
  };
  return {
    read: async (keys) => keys.map(found),
    write: async (key, value, forMs) => keep(key, value, forMs),
    begin: async (key, value) => {
      if (found(key) === null) keep(key, value, null);
    },
    check: { name: "cache", run: async () => undefined, spare: true },
    close: () => kept.clear(),
  };
};

const or = async <Value>(answer: Promise<Value>): Promise<Value> => {
  try {
    return await answer;
  } catch (error) {
    throw new UnavailableError("The cache cannot be reached now.", { cause: error });
  }
};

/** Nothing waits for a connection that is lost: the service is asked instead. */
const inRedis = (url: string, log: Log): OpenStore => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    retryStrategy: (times) => Math.min(times * 100, LONGEST_PAUSE_MS),
  });
  let isTold = false;
  redis.on("error", (error: Error) => {
    if (!isTold) log.warn("the cache cannot be reached, and nothing is kept", { reason: error.message });
    isTold = true;
  });
  redis.on("ready", () => {
    isTold = false;
  });
  return {
    read: (keys) => or(redis.mget([...keys])),
    write: async (key, value, forMs) => {
      await or(forMs === null ? redis.set(key, value) : redis.set(key, value, "PX", forMs));
    },
    begin: async (key, value) => {
      await or(redis.set(key, value, "NX"));
    },
    check: { name: "cache", run: () => redis.ping(), spare: true },
    close: () => redis.disconnect(),
  };
};

/** @param url empty on a developer's machine that has no Redis */
export const openStore = (url: string, log: Log): OpenStore => (url === "" ? inMemory() : inRedis(url, log));
