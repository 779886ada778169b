import { openClient, type PoolOptions } from "../database/pool.ts";
import { fitting, schemaOf } from "../database/schema.ts";
import type { Log, Subscription } from "../kernel/world.ts";
import type { Cache } from "./cache.ts";
import type { CacheEntry } from "./entries.ts";

const AGAIN_MS = 1_000;
const TIMEOUT_MS = 5_000;

const channelOf = (service: string): string => fitting(`cache_${schemaOf(service)}`);

/** One instance hears each event, and tells all others of its service through their database. */
export const clearingSubscriptions = (service: string, entries: readonly CacheEntry[]): readonly Subscription[] => {
  const notify = { name: "cache clear", text: "select pg_notify($1, $2)" };
  return [...new Set(entries.flatMap(({ clearedBy }) => clearedBy))].map((event) => ({
    event,
    name: `${service}.clearCache`,
    version: 1,
    payload: {},
    timeoutMs: TIMEOUT_MS,
    handle: async (_envelope, _payload, database) =>
      database.transaction(async (transaction) => {
        await transaction.run(notify, [channelOf(service), event]);
        return { ok: true, value: null };
      }),
  }));
};

/** Listens for what is stale. While nobody can tell, nothing is kept. */
export const startClearing = (
  options: PoolOptions,
  service: string,
  cache: Cache,
  log: Log,
): { readonly stop: () => Promise<void> } => {
  let stopping = false;
  let client: Awaited<ReturnType<typeof openClient>> | null = null;
  let retry: NodeJS.Timeout | undefined;
  const listen = async (): Promise<void> => {
    try {
      client = await openClient(options);
      client.on("notification", ({ payload }) => cache.clear(payload ?? ""));
      client.once("end", lost);
      await client.query(`listen "${channelOf(service)}"`);
      cache.trust(true);
    } catch (error) {
      log.warn("the cache cannot be cleared now, and keeps nothing", { service, error });
      client?.removeListener("end", lost);
      await client?.end().catch(() => undefined);
      lost();
    }
  };
  const lost = (): void => {
    cache.trust(false);
    if (!stopping) retry = setTimeout(() => void listen(), AGAIN_MS);
  };
  void listen();
  return {
    stop: async () => {
      stopping = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
};
