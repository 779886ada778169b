import type { Admin, Consumer, EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import type { Log } from "../../kernel/world.ts";
import type { Channel, Consumption, Message, Routes } from "../broker.ts";
import { LANES, type limited, pauses } from "../lanes.ts";
import { readEvent } from "../wire.ts";
import { holdMembership, type Membership } from "./membership.ts";
import { groupOf, topicOf } from "./names.ts";
import { createNotes, type Note, type Notes } from "./notes.ts";

/** Names the one subscriber that a message is for, where it is not for all. */
export const ONLY = "only-for";
const SESSION_MS = 10_000;
/** A fetch takes no longer: who has nothing to do speaks to the group, and hears of it, after each. */
const HEARTBEAT_MS = 1_000;
/** As long as Kafka's own consumer. */
const REBALANCE_MS = 60_000;
const AGAIN_MS = 1_000;

type Bury = (channel: Channel, message: Message, reason: string) => Promise<void>;

interface Shared extends Consumption {
  readonly run: ReturnType<typeof limited>;
  readonly bury: Bury;
}

export interface ChannelConsumer {
  readonly stop: () => Promise<void>;
  /** Says nothing more to the server, which gives the partitions to others. */
  readonly abandon: () => void;
}

const isFor = (channel: Channel, event: string, delivery: KafkaMessage): boolean => {
  const only = delivery.headers?.[ONLY]?.toString() ?? "";
  if (only !== "") return only === channel.subscriber;
  return event === "unreadable" || channel.events.includes(event);
};

/** What works on the batches of a channel. */
interface Worker extends Shared {
  readonly channel: Channel;
  readonly notes: Notes;
  /** Of the batches at work. */
  readonly held: Set<Membership>;
  /** Whether no message is to be begun any more. */
  readonly isOver: () => boolean;
  /** Whether nothing more is to be said to the server. */
  readonly isAbandoned: () => boolean;
}

/** Takes a message to its end, by as many attempts as that takes. */
const settle = async (
  { channel, run, handle, bury, notes }: Worker,
  partition: number,
  delivery: KafkaMessage,
  earlier: Note,
  membership: Membership,
): Promise<void> => {
  const event = readEvent(delivery.value?.toString() ?? "");
  if (!isFor(channel, event.event, delivery)) return;
  for (let note = earlier; ; ) {
    const wait = note.notBefore - Date.now();
    if (wait > 0) await membership.pause(wait);
    const message = { ...event, subscriber: channel.subscriber, attempts: note.attempts + 1 };
    const how = await run(async () => {
      membership.demand();
      // Noted before the work: one that ends the process is not begun for ever.
      await notes.commit(partition, { ...note, attempts: message.attempts, notBefore: 0 });
      return handle(message);
    });
    if (how.kind === "bury" && how.keep) await bury(channel, message, how.reason);
    if (how.kind !== "retry") return;
    note = { ...note, attempts: message.attempts, notBefore: Date.now() + how.delayMs };
    // Whoever has it then waits as long.
    await notes.commit(partition, note);
  }
};

const batchesOf =
  (worker: Worker) =>
  async ({ batch, heartbeat, isRunning, isStale, resolveOffset }: EachBatchPayload): Promise<void> => {
    const { notes, held } = worker;
    const membership = holdMembership(heartbeat, HEARTBEAT_MS);
    held.add(membership);
    try {
      const note = await notes.of(batch.partition);
      for (const delivery of batch.messages) {
        if (!isRunning() || isStale() || worker.isOver()) return;
        membership.demand();
        const fresh = { offset: delivery.offset, attempts: 0, notBefore: 0 };
        await settle(worker, batch.partition, delivery, delivery.offset === note.offset ? note : fresh, membership);
        if (worker.isAbandoned()) return;
        resolveOffset(delivery.offset);
        await notes.commit(batch.partition, { ...fresh, offset: String(BigInt(delivery.offset) + 1n) });
      }
    } finally {
      membership.release();
      held.delete(membership);
    }
  };

/** Consumes what one subscriber hears of one queue: a partition by one instance, one message after the other. */
export const consumeChannel = async (
  { kafka, admin }: { readonly kafka: Kafka; readonly admin: Admin },
  routes: Routes,
  channel: Channel,
  shared: Shared,
  log: Log,
): Promise<ChannelConsumer> => {
  const topic = topicOf(routes, channel.queue.name);
  const groupId = groupOf(routes, channel);
  const restarts = pauses();
  const held = new Set<Membership>();
  let stopped = false;
  let abandoned = false;
  const isOver = (): boolean => stopped || abandoned;
  const consumer: Consumer = kafka.consumer({
    groupId,
    sessionTimeout: SESSION_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: HEARTBEAT_MS,
    // The group waits for one that has a message at hand.
    rebalanceTimeout: Math.max(REBALANCE_MS, shared.leaseMs),
    retry: { retries: 10, restartOnFailure: async () => !isOver() },
  });

  const notes = createNotes(admin, consumer, groupId, topic);
  const eachBatch = batchesOf({ ...shared, channel, notes, held, isOver, isAbandoned: () => abandoned });
  const begin = async (): Promise<void> => {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: LANES,
      eachBatch,
    });
  };
  const beginAgain = async (): Promise<void> => {
    await restarts.pause(AGAIN_MS);
    if (!isOver()) await begin().catch(beginAgain);
  };
  const endAll = (reason: string): void => {
    restarts.stop();
    for (const one of held) one.end(new Error(reason));
  };

  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (isOver()) return;
    log.warn("a consumer of Kafka failed and will go on", { reason: payload.error.message });
    // The client itself goes on only after what it takes for passing.
    if (!payload.restart) void beginAgain();
  });
  await begin();
  return {
    stop: async () => {
      stopped = true;
      endAll("the consumer is stopped");
      await consumer.disconnect().catch(() => undefined);
    },
    abandon: () => {
      abandoned = true;
      endAll("the consumer is given up");
      void consumer.disconnect().catch(() => undefined);
    },
  };
};
