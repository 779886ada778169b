import type pg from "pg";
import { createPool, openClient, runOn } from "../../database/pool.ts";
import type { Log } from "../../kernel/world.ts";
import type { Broker, Message } from "../broker.ts";
import { statements } from "./statements.ts";
import { ARRIVALS } from "./tables.ts";

const CONNECTIONS = 10;
const RECONNECT_MS = 1_000;

/** Listens, and again after the connection broke; polling carries on meanwhile. */
const listen = async (url: string, wake: () => void): Promise<() => Promise<void>> => {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    const opened = await openClient({ url, name: "arrivals", role: null }).catch(() => null);
    if (stopped) return opened?.end();
    client = opened;
    client?.on("notification", wake);
    client?.once("end", again);
    if (client === null) again();
    else await client.query(`listen ${ARRIVALS}`).catch(() => undefined);
  };
  const again = (): void => {
    if (!stopped) timer = setTimeout(() => void connect(), RECONNECT_MS);
  };
  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end();
  };
};

/** A durable broker in a Postgres database that all units share. */
export const createEmbeddedBroker = (url: string, log: Log): Broker => {
  const pool = createPool({ url, name: "broker", role: null, connections: CONNECTIONS }, log);
  const settle = async (statement: { name: string; text: string }, message: Message, ...values: unknown[]) => {
    await runOn(pool, statement, [message.id, message.subscriber, message.attempts, ...values]);
  };
  return {
    publish: async (events) => {
      await runOn(pool, statements.publish, [JSON.stringify(events), ARRIVALS]);
    },
    claim: (subscribers, limit, leaseMs) => runOn<Message>(pool, statements.claim, [subscribers, limit, leaseMs]),
    done: (message) => settle(statements.done, message),
    retry: (message, delayMs) => settle(statements.retry, message, delayMs),
    bury: (message, reason, keep) =>
      settle(keep ? statements.bury : statements.done, message, ...(keep ? [reason] : [])),
    onArrival: (wake) => listen(url, wake),
    depth: async () => (await runOn<{ depth: number }>(pool, statements.depth, []))[0]?.depth ?? 0,
    close: () => pool.end(),
  };
};
