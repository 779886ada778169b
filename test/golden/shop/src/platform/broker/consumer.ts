import type { HoldingDatabase } from "../database/database.ts";
import { quoted, schemaOf } from "../database/schema.ts";
import { beforeDeadline } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { violationsOf } from "../kernel/schema.ts";
import type { Log, Subscription } from "../kernel/world.ts";
import { type Loop, startLoop } from "../loop.ts";
import { backoffOf, queueOf } from "../queues.ts";
import { traceIdOf, traceparentFrom } from "../telemetry/trace.ts";
import type { Broker, Message } from "./broker.ts";

const AT_ONCE = 4;
const PAUSE_MS = 500;
const LEASE_MARGIN_MS = 30_000;

interface Consumer {
  readonly service: string;
  readonly subscriptions: readonly Subscription[];
  readonly database: HoldingDatabase;
  readonly broker: Broker;
  readonly log: Log;
}

const envelopeOf = (message: Message, timeoutMs: number): Envelope => ({
  ...message.envelope,
  service: message.event.split(".")[0] ?? null,
  traceparent: traceparentFrom(message.envelope.traceparent),
  deadline: performance.now() + timeoutMs,
  signal: new AbortController().signal,
  idempotencyKey: null,
});

/** The effect and the note that it happened are one transaction, so that a message that comes twice acts once. */
const effectOf = (consumer: Consumer, subscription: Subscription, message: Message): Promise<Result<unknown>> => {
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

const attempt = async (consumer: Consumer, subscription: Subscription, message: Message): Promise<Result<unknown>> => {
  try {
    return await effectOf(consumer, subscription, message);
  } catch (error) {
    return fail("internal", error instanceof Error ? error.message : String(error));
  }
};

/** Why it is of no use to try at all; empty where it is not so. */
const hopeless = (subscription: Subscription | undefined, message: Message, attempts: number): string => {
  if (subscription === undefined) return `${message.subscriber} is not known here`;
  if (message.attempts > attempts) return "it was tried often enough and nobody said how it ended";
  const [violation] = violationsOf(subscription.payload, message.payload);
  return violation === undefined ? "" : `the payload does not fit: ${violation.pointer} ${violation.message}`;
};

const settle = async (consumer: Consumer, message: Message): Promise<void> => {
  const { broker, log } = consumer;
  const queue = queueOf(message.event);
  const subscription = consumer.subscriptions.find((one) => one.name === message.subscriber);
  const fields = {
    event: message.event,
    subscriber: message.subscriber,
    requestId: message.envelope.requestId,
    traceId: traceIdOf(message.envelope.traceparent),
  };
  const bury = async (reason: string): Promise<void> => {
    log.error("a message was given up", { ...fields, reason });
    await broker.bury(message, reason, queue.deadLetter);
  };
  const poison = hopeless(subscription, message, queue.attempts);
  if (subscription === undefined || poison !== "") return bury(poison);
  const result = await attempt(consumer, subscription, message);
  if (result.ok) {
    log.info("event handled", fields);
    return broker.done(message);
  }
  const reason = `${result.failure.code}: ${result.failure.message}`;
  if (message.attempts >= queue.attempts) return bury(reason);
  log.warn("an event was not handled and will come again", { ...fields, reason, attempt: message.attempts });
  return broker.retry(message, backoffOf(queue, message.attempts));
};

/** Hands a service the events that it subscribed to, several at once, those of one key in order. */
export const startConsumer = async (consumer: Consumer): Promise<Loop> => {
  const names = consumer.subscriptions.map((subscription) => subscription.name);
  const leaseMs = Math.max(...consumer.subscriptions.map((subscription) => subscription.timeoutMs)) + LEASE_MARGIN_MS;
  const active = new Set<Promise<void>>();
  const loop = startLoop(`the consumer of ${consumer.service}`, PAUSE_MS, consumer.log, async () => {
    if (active.size >= AT_ONCE) return false;
    const messages = await consumer.broker.claim(names, AT_ONCE - active.size, leaseMs);
    for (const message of messages) {
      const work = settle(consumer, message)
        .catch((error: unknown) => consumer.log.error("a message could not be settled", { error }))
        .finally(() => {
          active.delete(work);
          loop.wake();
        });
      active.add(work);
    }
    return messages.length > 0;
  });
  const stopListening = await consumer.broker.onArrival(loop.wake);
  return {
    wake: loop.wake,
    stop: async () => {
      await stopListening();
      await loop.stop();
      await Promise.all(active);
    },
  };
};
