import type { User } from "../kernel/envelope.ts";
import type { Json } from "../kernel/json.ts";
import type { Queue } from "../queues.ts";

/** What travels with an event of the envelope in which it was published. */
export interface Context {
  readonly user: User | null;
  readonly tenant: string | null;
  readonly requestId: string;
  readonly traceparent: string;
}

/** What another program, or a hand, left in a queue may say nothing of the kind. */
export const isContext = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "requestId" in value &&
  typeof value.requestId === "string" &&
  "traceparent" in value &&
  typeof value.traceparent === "string";

export interface PublishedEvent {
  readonly id: string;
  /** `orders.OrderPlaced` */
  readonly event: string;
  readonly version: number;
  /** Events of one key reach a subscriber one after the other, in order. */
  readonly key: string;
  readonly payload: Json;
  readonly envelope: Context;
}

/** An event on its way to one subscriber. */
export interface Message extends PublishedEvent {
  /** `payments.open` */
  readonly subscriber: string;
  /** How often it was handed out, this time included. */
  readonly attempts: number;
}

/** A message that was given up and kept aside, with everything that it needs to be tried again. */
export interface DeadLetter extends Message {
  readonly reason: string;
  /** RFC 3339 */
  readonly diedAt: string;
}

/** How the handling of a message ended. */
export type Settlement =
  | { readonly kind: "done" }
  | { readonly kind: "retry"; readonly delayMs: number }
  /** Gives up; the message is kept aside for people to look at, where `keep` says so. */
  | { readonly kind: "bury"; readonly reason: string; readonly keep: boolean };

/** Takes one message to its end. It never rejects. */
export type Handle = (message: Message) => Promise<Settlement>;

export interface Consumption {
  /** `service.operation`, all of one service. */
  readonly subscribers: readonly string[];
  readonly atOnce: number;
  /** No handling takes longer: a message that was handed out and not settled for so long comes again. */
  readonly leaseMs: number;
  readonly handle: Handle;
}

export interface DeadLetters {
  /** The oldest first. */
  readonly list: () => Promise<readonly DeadLetter[]>;
  /** Hands it to its subscriber once more, as if it were new, and to no other. */
  readonly replay: (letter: DeadLetter) => Promise<void>;
  readonly discard: (letter: DeadLetter) => Promise<void>;
}

/**
 * What carries events between services, at least once: each subscriber gets its own copy, the instances of a service
 * share them, and events of one key are handed out one after the other, in order, until the one at hand is settled.
 */
export interface Broker {
  /** Resolves when the broker has stored them all; after a rejection all of them may be published again. */
  readonly publish: (events: readonly PublishedEvent[]) => Promise<void>;
  /** Goes on until it is stopped, through outages too; stopping resolves when what is at hand is settled. */
  readonly consume: (consumption: Consumption) => Promise<{ readonly stop: () => Promise<void> }>;
  /** Messages that wait. */
  readonly depth: () => Promise<number>;
  readonly deadLetters: DeadLetters;
  /** Deletes what is older than its queue retains; a broker that does so by itself does nothing. */
  readonly purge: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Who hears what, and how it travels: what a broker must know of the system. */
export interface Routes {
  readonly system: string;
  readonly subscriptions: readonly { readonly event: string; readonly subscriber: string }[];
  /** The queue that carries an event. */
  readonly queueOf: (event: string) => Queue;
}

/** What one subscriber hears of one queue: the place where its messages wait. */
export interface Channel {
  readonly queue: Queue;
  readonly subscriber: string;
  readonly events: readonly string[];
}

/** The channels that a broker serves, each once, in the order of the subscriptions. */
export const channelsOf = (routes: Routes): readonly Channel[] => {
  const channels = new Map<string, Channel>();
  for (const { event, subscriber } of routes.subscriptions) {
    const queue = routes.queueOf(event);
    const name = `${queue.name} ${subscriber}`;
    const events = [...(channels.get(name)?.events ?? []), event];
    channels.set(name, { queue, subscriber, events });
  }
  return [...channels.values()];
};
