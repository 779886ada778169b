import { createHash } from "node:crypto";
import { Redis, type RedisOptions } from "ioredis";
import type { Log } from "../../kernel/world.ts";
import { BrokerUnreachableError } from "../unreachable.ts";

const COMMAND_MS = 10_000;
const CONNECT_MS = 5_000;
const LONGEST_PAUSE_MS = 5_000;

/** Nothing waits for a lost connection: whoever asks is told at once, and tries again in its own time. */
const OPTIONS: RedisOptions = {
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_MS,
  retryStrategy: (times) => Math.min(times * 100, LONGEST_PAUSE_MS),
};

/** @throws BrokerUnreachableError */
export const openRedis = async (url: string, log: Log): Promise<Redis> => {
  const redis = new Redis(url, { ...OPTIONS, commandTimeout: COMMAND_MS });
  let reason = "";
  redis.on("error", (error: Error) => {
    reason = error.message;
    log.warn("the connection to Redis failed", { reason });
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw new BrokerUnreachableError(url, reason === "" ? error : new Error(reason));
  }
  return redis;
};

/** Calls back at each message of this name, again after the connection was lost. */
export const hear = async (redis: Redis, name: string, wake: () => void): Promise<() => Promise<void>> => {
  // A command that waits for nothing but messages has no time limit, and waits for its connection.
  const listener = redis.duplicate({ ...OPTIONS, enableOfflineQueue: true, maxRetriesPerRequest: null });
  listener.on("error", () => undefined);
  listener.on("message", wake);
  listener.subscribe(name).catch(() => undefined);
  return async () => listener.disconnect();
};

/** Runs a script by its hash; a server that does not know it yet is sent the whole. */
export const runScript = async (
  redis: Redis,
  script: string,
  keys: readonly string[],
  values: readonly (string | number)[],
): Promise<unknown> => {
  const hash = createHash("sha1").update(script).digest("hex");
  try {
    return await redis.evalsha(hash, keys.length, ...keys, ...values);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    return redis.eval(script, keys.length, ...keys, ...values);
  }
};
