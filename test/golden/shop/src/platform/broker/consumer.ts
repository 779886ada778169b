import type { HoldingDatabase } from "../database/database.ts";
import { quoted, schemaOf } from "../database/schema.ts";
import { traceIdOf, traceparentFrom } from "../ids.ts";
import { beforeDeadline, uncancelled } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { violationsOf } from "../kernel/schema.ts";
import type { Log, Subscription } from "../kernel/world.ts";
import { backoffOf, queueOf } from "../queues.ts";
import { type Broker, type Handle, isContext, type Message, type Settlement } from "./broker.ts";

const AT_ONCE = 4;
const LEASE_MARGIN_MS = 30_000;

/** What handling the messages of a service needs. */
export interface Handling {
  readonly service: string;
  readonly subscriptions: readonly Subscription[];
  readonly database: HoldingDatabase;
  readonly log: Log;
  /** Told of each message that is given up. */
  readonly buried?: (subscriber: string) => void;
}

export interface Consumer extends Handling {
  readonly broker: Broker;
}

const envelopeOf = (message: Message, timeoutMs: number): Envelope => ({
  ...message.envelope,
  service: message.event.split(".")[0] ?? null,
  traceparent: traceparentFrom(message.envelope.traceparent),
  deadline: performance.now() + timeoutMs,
  cancellation: uncancelled,
  idempotencyKey: null,
});

/** The effect and the note that it happened are one transaction, so that a message that comes twice acts once. */
const effectOf = (consumer: Handling, subscription: Subscription, message: Message): Promise<Result<unknown>> => {
  const inbox = {
    name: "inbox",
    text: `insert into ${quoted(schemaOf(consumer.service))}."_inbox" (subscriber, event_id) values ($1, $2)
      on conflict do nothing returning 1 as fresh`,
  };
  const timed = { kind: "command", timeoutMs: subscription.timeoutMs } as const;
  return beforeDeadline(timed, envelopeOf(message, subscription.timeoutMs), (envelope) =>
    consumer.database.hold(async (held) => {
      const fresh = await held.run(inbox, [message.subscriber, message.id]);
      return fresh.length === 0 ? ok(null) : subscription.handle(envelope, message.payload, held);
    }),
  );
};

const attempt = async (consumer: Handling, subscription: Subscription, message: Message): Promise<Result<unknown>> => {
  try {
    return await effectOf(consumer, subscription, message);
  } catch (error) {
    return fail("internal", error instanceof Error ? error.message : String(error));
  }
};

/** Why it is of no use to try at all; empty where it is not so. */
const hopeless = (subscription: Subscription | undefined, message: Message, attempts: number): string => {
  if (!isContext(message.envelope)) return "it says neither which request it is of nor which trace";
  if (subscription === undefined) return `${message.subscriber} does not hear ${message.event} here`;
  if (message.attempts > attempts) return "it was tried often enough and nobody said how it ended";
  const [violation] = violationsOf(subscription.payload, message.payload);
  return violation === undefined ? "" : `the payload does not fit: ${violation.pointer} ${violation.message}`;
};

/** Which request it is of, for the log. */
const originOf = ({ envelope }: Message) =>
  isContext(envelope) ? { requestId: envelope.requestId, traceId: traceIdOf(envelope.traceparent) } : {};

/** Takes a message to its end: the effect of it, another try later, or the end of trying. */
export const handlerOf = (consumer: Handling): Handle => {
  const { log } = consumer;
  return async (message) => {
    const queue = queueOf(message.event);
    const subscription = consumer.subscriptions.find(
      (one) => one.name === message.subscriber && one.event === message.event,
    );
    const fields = { event: message.event, subscriber: message.subscriber, ...originOf(message) };
    const bury = (reason: string): Settlement => {
      log.error("a message was given up", { ...fields, reason });
      consumer.buried?.(message.subscriber);
      return { kind: "bury", reason, keep: queue.deadLetter };
    };
    const poison = hopeless(subscription, message, queue.attempts);
    if (subscription === undefined || poison !== "") return bury(poison);
    const result = await attempt(consumer, subscription, message);
    if (result.ok) {
      log.info("event handled", fields);
      return { kind: "done" };
    }
    const reason = `${result.failure.code}: ${result.failure.message}`;
    if (message.attempts >= queue.attempts) return bury(reason);
    log.warn("an event was not handled and will come again", { ...fields, reason, attempt: message.attempts });
    return { kind: "retry", delayMs: backoffOf(queue, message.attempts) };
  };
};

/** Hands a service the events that it subscribed to, several at once, those of one key in order. */
export const startConsumer = (consumer: Consumer): Promise<{ readonly stop: () => Promise<void> }> =>
  consumer.broker.consume({
    subscribers: [...new Set(consumer.subscriptions.map((subscription) => subscription.name))],
    atOnce: AT_ONCE,
    leaseMs: Math.max(...consumer.subscriptions.map((subscription) => subscription.timeoutMs)) + LEASE_MARGIN_MS,
    handle: handlerOf(consumer),
  });
