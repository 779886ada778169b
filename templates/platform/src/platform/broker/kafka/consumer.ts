import type { Admin, Consumer, EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import type { Log } from "../../kernel/world.ts";
import type { Channel, Consumption, Message, Routes } from "../broker.ts";
import { LANES, type limited, pauses } from "../lanes.ts";
import { readEvent } from "../wire.ts";
import { holdMembership, type Membership } from "./membership.ts";
import { groupOf, topicOf } from "./names.ts";

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

/** The client wraps what the server said, and joins its group again only where it sees that bare. */
const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error ? causeOf(error.cause) : error;

/** What the group keeps of the first message of a partition that is not settled. */
interface Note {
  readonly offset: string;
  /** How often it was handed out. */
  readonly attempts: number;
  /** Milliseconds since 1970 before which it is not handed out again. */
  readonly notBefore: number;
}

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
  const consumer: Consumer = kafka.consumer({
    groupId,
    sessionTimeout: SESSION_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: HEARTBEAT_MS,
    // The group waits for one that has a message at hand.
    rebalanceTimeout: Math.max(REBALANCE_MS, shared.leaseMs),
    retry: { retries: 10, restartOnFailure: async () => !stopped && !abandoned },
  });

  const noteOf = async (partition: number): Promise<Note> => {
    const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
    const mine = found?.partitions.find((one) => one.partition === partition);
    const [attempts = 0, notBefore = 0] = (mine?.metadata ?? "").split(" ").map((text) => Number(text) || 0);
    return { offset: mine?.offset ?? "", attempts, notBefore };
  };
  const commit = async (partition: number, { offset, attempts, notBefore }: Note): Promise<void> => {
    try {
      await consumer.commitOffsets([{ topic, partition, offset, metadata: `${attempts} ${notBefore}` }]);
    } catch (error) {
      throw causeOf(error);
    }
  };

  const work = async (
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
      const how = await shared.run(async () => {
        membership.demand();
        // Noted before the work: one that ends the process is not begun for ever.
        await commit(partition, { ...note, attempts: message.attempts, notBefore: 0 });
        return shared.handle(message);
      });
      if (how.kind === "bury" && how.keep) await shared.bury(channel, message, how.reason);
      if (how.kind !== "retry") return;
      note = { ...note, attempts: message.attempts, notBefore: Date.now() + how.delayMs };
      // Whoever has it then waits as long.
      await commit(partition, note);
    }
  };

  const eachBatch = async ({
    batch,
    heartbeat,
    isRunning,
    isStale,
    resolveOffset,
  }: EachBatchPayload): Promise<void> => {
    const membership = holdMembership(heartbeat, HEARTBEAT_MS);
    held.add(membership);
    try {
      const note = await noteOf(batch.partition);
      for (const delivery of batch.messages) {
        if (!isRunning() || isStale() || stopped || abandoned) return;
        membership.demand();
        const fresh = { offset: delivery.offset, attempts: 0, notBefore: 0 };
        await work(batch.partition, delivery, delivery.offset === note.offset ? note : fresh, membership);
        if (abandoned) return;
        resolveOffset(delivery.offset);
        await commit(batch.partition, { ...fresh, offset: String(BigInt(delivery.offset) + 1n) });
      }
    } finally {
      membership.release();
      held.delete(membership);
    }
  };

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
    if (!stopped && !abandoned) await begin().catch(beginAgain);
  };
  const endAll = (reason: string): void => {
    restarts.stop();
    for (const one of held) one.end(new Error(reason));
  };

  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (stopped || abandoned) return;
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
