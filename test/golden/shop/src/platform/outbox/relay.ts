import type pg from "pg";
import type { Broker, PublishedEvent } from "../broker/broker.ts";
import { openClient, type PoolOptions } from "../database/pool.ts";
import { quoted, schemaOf } from "../database/schema.ts";
import type { Log } from "../kernel/world.ts";
import { type Loop, startLoop } from "../loop.ts";
import { outboxChannel } from "./outbox.ts";

const BATCH = 100;
const PAUSE_MS = 700;

interface Row extends PublishedEvent {
  readonly position: number;
}

/** By what the events of an outbox leave it. */
export interface Carriage {
  readonly broker: Broker;
  /** Events that another broker carries. */
  readonly except: readonly string[];
}

/** Locks the outbox, so that one relay at a time keeps its order; null where another has it. */
const openSession = async (options: PoolOptions, schema: string, wake: () => void): Promise<pg.Client | null> => {
  const client = await openClient(options);
  const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_lock(hashtext($1)) as mine", [
    options.name,
  ]);
  if (rows[0]?.mine !== true) {
    await client.end();
    return null;
  }
  client.on("notification", wake);
  await client.query(`listen ${quoted(outboxChannel(schema))}`);
  return client;
};

const relayBatch = async (client: pg.Client, schema: string, { broker, except }: Carriage): Promise<boolean> => {
  const table = `${quoted(schema)}."_outbox"`;
  const { rows } = await client.query<Row>(
    `select position, id, event, version, key, payload, envelope from ${table}
      where event <> all($1) and strpos(event, ':') = 0 order by position limit ${BATCH}`,
    [except],
  );
  if (rows.length === 0) return false;
  await broker.publish(rows);
  await client.query(`delete from ${table} where position = any($1)`, [rows.map((row) => row.position)]);
  return true;
};

/** Carries a service's events from its outbox to the broker, in the order in which they were published. */
export const startRelay = (service: string, options: PoolOptions, carriage: Carriage, log: Log): Loop => {
  const schema = schemaOf(service);
  let session: pg.Client | null = null;
  const loop = startLoop(`the relay of ${service}`, PAUSE_MS, log, async () => {
    if (session === null) {
      const opened = await openSession(options, schema, () => loop.wake());
      opened?.once("end", () => {
        if (session === opened) session = null;
      });
      session = opened;
    }
    return session === null ? false : relayBatch(session, schema, carriage);
  });
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      await session?.end();
    },
  };
};
