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

/** A session that lasts: it asks for the lock again and again, rather than opening another each time. */
interface Session {
  readonly client: pg.Client;
  /** Whether it has the lock of the outbox: one relay at a time keeps its order. */
  isOurs: boolean;
}

/** Locks the outbox and listens; false where another relay has it. */
const takeOver = async (client: pg.Client, name: string, schema: string): Promise<boolean> => {
  const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_lock(hashtext($1)) as mine", [name]);
  if (rows[0]?.mine !== true) return false;
  await client.query(`listen ${quoted(outboxChannel(schema))}`);
  return true;
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
  let session: Session | null = null;
  const openSession = async (): Promise<Session> => {
    const opened = { client: await openClient(options), isOurs: false };
    opened.client.on("notification", () => loop.wake());
    opened.client.once("end", () => {
      session = null;
    });
    session = opened;
    return opened;
  };
  const loop = startLoop(`the relay of ${service}`, PAUSE_MS, log, async () => {
    const own = session ?? (await openSession());
    own.isOurs ||= await takeOver(own.client, options.name, schema);
    return own.isOurs && relayBatch(own.client, schema, carriage);
  });
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      await session?.client.end();
    },
  };
};
