import type { User } from "../kernel/envelope.ts";
import type { Json } from "../kernel/json.ts";

/** What travels with an event of the envelope in which it was published. */
export interface Context {
  readonly user: User | null;
  readonly tenant: string | null;
  readonly requestId: string;
  readonly traceparent: string;
}

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

/**
 * What carries events between services, at least once. A message that was handed out comes again after its lease,
 * unless it was settled; who settles too late changes nothing.
 */
export interface Broker {
  readonly publish: (events: readonly PublishedEvent[]) => Promise<void>;
  readonly claim: (subscribers: readonly string[], limit: number, leaseMs: number) => Promise<readonly Message[]>;
  readonly done: (message: Message) => Promise<void>;
  readonly retry: (message: Message, delayMs: number) => Promise<void>;
  /** Gives up; the message is kept aside for people to look at, where `keep` says so. */
  readonly bury: (message: Message, reason: string, keep: boolean) => Promise<void>;
  /** Calls back when something may have arrived; gives the way to stop. */
  readonly onArrival: (wake: () => void) => Promise<() => Promise<void>>;
  /** Messages that wait. */
  readonly depth: () => Promise<number>;
  readonly close: () => Promise<void>;
}
