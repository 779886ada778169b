import { connected, createDatabaseIfMissing } from "../database/migrate.ts";
import { createPool, runOn } from "../database/pool.ts";
import type { Log } from "../kernel/world.ts";

export interface Counted {
  /** Requests in the window at hand, this one among them; one more than may be is as far as it counts. */
  readonly count: number;
  readonly endsInMs: number;
}

/** Counts requests by key, for all instances together. A window begins with the first request of its key. */
export interface Counter {
  /** @throws where the count cannot be had */
  readonly add: (key: string, windowMs: number, most: number) => Promise<Counted>;
  readonly close: () => Promise<void>;
}

export interface CounterOptions {
  readonly url: string;
  /** A proxy shares sessions between clients. */
  readonly shared?: boolean;
}

const CONNECTIONS = 8;
/** So many requests after the last time, what is over is deleted. */
const FORGET_AFTER = 1_000;

const ADD = {
  name: "limits add",
  text: `insert into "_limits"."counts" as old (key, count, ends_at)
    values ($1, 1, clock_timestamp() + $2 * interval '1 millisecond')
    on conflict (key) do update set
      count = case when old.ends_at <= clock_timestamp() then 1 else least(old.count, $3) + 1 end,
      ends_at = case when old.ends_at <= clock_timestamp() then excluded.ends_at else old.ends_at end
    returning count, extract(epoch from ends_at - clock_timestamp())::float8 * 1000 as "endsInMs"`,
};

const FORGET = { name: "limits forget", text: `delete from "_limits"."counts" where ends_at < clock_timestamp()` };

/** The table of counts. It is not logged: a server that breaks down begins to count anew, and no request waits for a disk. */
export const prepareCounter = async (url: string): Promise<void> => {
  await createDatabaseIfMissing(url);
  await connected(url, async (client) => {
    await client.query(`create schema if not exists "_limits"`);
    await client.query(`create unlogged table if not exists "_limits"."counts" (
      key text primary key, count integer not null, ends_at timestamptz not null)`);
  });
};

export const createCounter = ({ url, shared = false }: CounterOptions, log: Log): Counter => {
  const pool = createPool({ url, name: "limits", role: null, connections: CONNECTIONS, shared }, log);
  let added = 0;
  return {
    add: async (key, windowMs, most) => {
      added += 1;
      if (added % FORGET_AFTER === 0) runOn(pool, FORGET, []).catch(() => undefined);
      const [counted] = await runOn<Counted>(pool, ADD, [key, windowMs, most]);
      if (counted === undefined) throw new Error("The database counted nothing.");
      return counted;
    },
    close: () => pool.end(),
  };
};
