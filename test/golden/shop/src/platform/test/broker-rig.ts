import { randomUUID } from "node:crypto";
import { vi } from "vitest";
import type { Broker, Handle, Message, PublishedEvent, Routes, Settlement } from "../broker/broker.ts";
import type { Log } from "../kernel/world.ts";
import { type Queue, queueOf } from "../queues.ts";

/** One kind of broker, and the server that it is tried on. */
export interface Candidate {
  readonly name: string;
  readonly url: string;
  readonly open: (url: string, routes: Routes, log: Log) => Promise<Broker>;
  readonly prepare: (url: string, routes: Routes, log: Log) => Promise<void>;
  /** Deletes what a test left. */
  readonly forget: (url: string, routes: Routes) => Promise<void>;
  /** Whether the server can be reached by another way than the one that it names itself. */
  readonly movable: boolean;
  /** The shortest time for which the broker can keep messages; Infinity where the server decides when it deletes. */
  readonly shortestRetentionMs: number;
}

export const silent = (): void => undefined;
export const log: Log = { info: silent, warn: silent, error: silent };
export const DONE: Settlement = { kind: "done" };
export const AGAIN: Settlement = { kind: "retry", delayMs: 400 };
const PATIENCE = { timeout: 40_000, interval: 20 };

export const eventually = (assertion: () => void | Promise<void>): Promise<void> => vi.waitFor(assertion, PATIENCE);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const numberOf = (message: PublishedEvent): number => Number(message.payload);

export const eventOf = (number: number, key = "one", event = "speaking.Said"): PublishedEvent => ({
  id: randomUUID(),
  event,
  version: 1,
  key,
  payload: number,
  envelope: { user: null, tenant: null, requestId: "test", traceparent: "" },
});

const subscriptions = [
  { event: "speaking.Said", subscriber: "hearing.note" },
  { event: "speaking.Said", subscriber: "writing.copy" },
  { event: "speaking.Whispered", subscriber: "hearing.note" },
];

/** A system of its own on the server, so that no test meets what another one left. */
export const routesOf = (retainMs: number): Routes => {
  const queue = (name: string): Queue => ({
    ...queueOf("speaking.Said"),
    name,
    retainMs,
  });
  const [loud, quiet] = [queue("loud"), queue("quiet")];
  return {
    system: `test-${randomUUID().slice(0, 8)}`,
    subscriptions,
    queueOf: (event) => (event.endsWith("Whispered") ? quiet : loud),
  };
};

export interface Instance {
  readonly broker: Broker;
  readonly hear: (subscriber: string, handle: Handle, more?: { leaseMs?: number; atOnce?: number }) => Promise<void>;
  /** As an instance ends that is killed: what it has at hand is settled by nobody. */
  readonly drop: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const startInstance = async (candidate: Candidate, routes: Routes, url = candidate.url): Promise<Instance> => {
  const broker = await candidate.open(url, routes, log);
  const consumptions: { readonly stop: () => Promise<void> }[] = [];
  const drop = (): Promise<void> => broker.close().catch(silent);
  return {
    broker,
    hear: async (subscriber, handle, { leaseMs = 30_000, atOnce = 4 } = {}) => {
      consumptions.push(await broker.consume({ subscribers: [subscriber], atOnce, leaseMs, handle }));
    },
    drop,
    stop: async () => {
      await Promise.all(consumptions.map((one) => one.stop()));
      await drop();
    },
  };
};

/** What a subscriber has heard, in the order in which it was done with it. */
export const recorder = () => {
  const heard: Message[] = [];
  return {
    heard,
    numbers: () => heard.map(numberOf),
    handle: async (message: Message): Promise<Settlement> => {
      heard.push(message);
      return DONE;
    },
  };
};

export interface Rig {
  readonly candidate: Candidate;
  readonly instance: (routes: Routes, url?: string) => Promise<Instance>;
  readonly fresh: (retainMs?: number) => Promise<Routes>;
}
