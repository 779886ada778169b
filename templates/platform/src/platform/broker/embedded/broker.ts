import type pg from "pg";
import { createPool, openClient, runOn } from "../../database/pool.ts";
import type { Log, Statement } from "../../kernel/world.ts";
import type { Broker, DeadLetter, Message, Routes } from "../broker.ts";
import { type Claims, consumeClaims } from "../claims.ts";
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
export const createEmbeddedBroker = (url: string, routes: Pick<Routes, "queueOf">, log: Log): Broker & Claims => {
  const pool = createPool({ url, name: "broker", role: null, connections: CONNECTIONS }, log);
  const run = (statement: Statement, ...values: readonly unknown[]) => runOn<never>(pool, statement, values);
  const retainMsOf = ({ event }: { readonly event: string }): number => routes.queueOf(event).retainMs;
  const settle = async (statement: Statement, message: Message, ...values: unknown[]): Promise<void> => {
    await run(statement, message.id, message.subscriber, message.attempts, ...values);
  };
  const claims: Claims = {
    claim: (subscribers, limit, leaseMs) => runOn<Message>(pool, statements.claim, [subscribers, limit, leaseMs]),
    done: (message) => settle(statements.done, message),
    retry: (message, delayMs) => settle(statements.retry, message, delayMs),
    bury: (message, reason, keep) =>
      keep ? settle(statements.bury, message, reason, retainMsOf(message)) : settle(statements.done, message),
    onArrival: (wake) => listen(url, wake),
  };
  return {
    ...claims,
    publish: async (events) => {
      await run(
        statements.publish,
        JSON.stringify(events.map((event) => ({ ...event, retainMs: retainMsOf(event) }))),
        ARRIVALS,
      );
    },
    consume: (consumption) => consumeClaims(claims, consumption, log),
    depth: async () => (await runOn<{ depth: number }>(pool, statements.depth, []))[0]?.depth ?? 0,
    deadLetters: {
      list: () => runOn<DeadLetter>(pool, statements.deadLetters, []),
      replay: async (letter) => {
        await run(statements.replay, letter.id, letter.subscriber, retainMsOf(letter), ARRIVALS);
      },
      discard: async (letter) => {
        await run(statements.discard, letter.id, letter.subscriber);
      },
    },
    purge: async () => {
      await run(statements.purgeMessages);
      await run(statements.purgeDeadLetters);
    },
    close: () => pool.end(),
  };
};
