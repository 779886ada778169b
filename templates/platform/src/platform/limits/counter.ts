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
/** So many statements count at once; requests that come meanwhile are counted by the next, all in one. */
const STATEMENTS = 2;
/** A count grows no further: it is long over what any limit allows. */
const MOST_COUNTED = 2_000_000_000;
/** So many requests after the last time, what is over is deleted. */
const FORGET_AFTER = 1_000;

/** Requests of several keys at once, by key, so that two instances never wait for each other. */
const ADD = {
  name: "limits add",
  text: `insert into "_limits"."counts" as old (key, count, ends_at)
    select key, count, clock_timestamp() + window_ms * interval '1 millisecond'
    from unnest($1::text[], $2::int[], $3::float8[]) as asked (key, count, window_ms) order by key
    on conflict (key) do update set
      count = case when old.ends_at <= clock_timestamp() then 0 else least(old.count, ${MOST_COUNTED}) end + excluded.count,
      ends_at = case when old.ends_at <= clock_timestamp() then excluded.ends_at else old.ends_at end
    returning key, count, extract(epoch from ends_at - clock_timestamp())::float8 * 1000 as "endsInMs"`,
};

/** What is being counted elsewhere is left to the next time: none that deletes waits for one that counts. */
const FORGET = {
  name: "limits forget",
  text: `delete from "_limits"."counts" where key in (
    select key from "_limits"."counts" where ends_at < clock_timestamp() for update skip locked)
    and ends_at < clock_timestamp()`,
};

/** The table of counts. It is not logged: a server that breaks down begins to count anew, and no request waits for a disk. */
export const prepareCounter = async (url: string): Promise<void> => {
  await createDatabaseIfMissing(url);
  await connected(url, async (client) => {
    await client.query(`create schema if not exists "_limits"`);
    await client.query(`create unlogged table if not exists "_limits"."counts" (
      key text primary key, count integer not null, ends_at timestamptz not null)`);
  });
};

interface Waiting {
  readonly most: number;
  readonly resolve: (counted: Counted) => void;
  readonly reject: (error: unknown) => void;
}

/** Requests of one key that wait to be counted, in the order in which they came. */
interface Asked {
  readonly windowMs: number;
  readonly requests: Waiting[];
}

/** Each request is told how many there were with it: the last as many as there are now. */
const tell = (requests: readonly Waiting[], { count, endsInMs }: Counted): void => {
  for (const [index, { most, resolve }] of requests.entries()) {
    resolve({ count: Math.min(count - (requests.length - 1 - index), most + 1), endsInMs });
  }
};

/** Whoever was told already stays told. */
const refuse = (all: readonly Asked[], error: unknown): void => {
  for (const { reject } of all.flatMap(({ requests }) => requests)) reject(error);
};

export const createCounter = ({ url, shared = false }: CounterOptions, log: Log): Counter => {
  const pool = createPool({ url, name: "limits", role: null, connections: CONNECTIONS, shared }, log);
  let waiting = new Map<string, Asked>();
  let statements = 0;
  let added = 0;
  const countWaiting = async (): Promise<void> => {
    const asked = waiting;
    waiting = new Map();
    const all = [...asked.values()];
    const values = [[...asked.keys()], all.map(({ requests }) => requests.length), all.map((one) => one.windowMs)];
    try {
      const rows = await runOn<Counted & { readonly key: string }>(pool, ADD, values);
      for (const { key, ...counted } of rows) tell(asked.get(key)?.requests ?? [], counted);
      refuse(all, new Error("The database counted nothing."));
    } catch (error) {
      refuse(all, error);
    }
  };
  const count = async (): Promise<void> => {
    if (statements >= STATEMENTS) return;
    statements += 1;
    while (waiting.size > 0) await countWaiting();
    statements -= 1;
  };
  return {
    add: (key, windowMs, most) =>
      new Promise((resolve, reject) => {
        added += 1;
        if (added % FORGET_AFTER === 0) runOn(pool, FORGET, []).catch(() => undefined);
        const asked = waiting.get(key) ?? { windowMs, requests: [] };
        asked.requests.push({ most, resolve, reject });
        waiting.set(key, asked);
        void count();
      }),
    close: () => pool.end(),
  };
};
