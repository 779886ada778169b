import type { Admin, Consumer, EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import type { Log } from "../../kernel/world.ts";
import type { Channel, Consumption, Message, Routes, Settlement } from "../broker.ts";
import { LANES, type limited, pauses } from "../lanes.ts";
import { readEvent } from "../wire.ts";
import { groupOf, topicOf } from "./names.ts";

/** Names the one subscriber that a message is for, where it is not for all. */
export const ONLY = "only-for";
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 1_000;

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
  const { pause, stop } = pauses();
  let stopped = false;
  let abandoned = false;
  const consumer: Consumer = kafka.consumer({
    groupId,
    sessionTimeout: SESSION_MS,
    heartbeatInterval: HEARTBEAT_MS,
    retry: { retries: 10, restartOnFailure: async () => !stopped },
  });

  /** How often the first message that is not settled was handed out: the group's own note beside its offset. */
  const noteOf = async (partition: number): Promise<{ readonly offset: string; readonly attempts: number }> => {
    const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
    const mine = found?.partitions.find((one) => one.partition === partition);
    return { offset: mine?.offset ?? "", attempts: Number(mine?.metadata ?? 0) || 0 };
  };
  const commit = (partition: number, offset: string, attempts: number): Promise<void> =>
    consumer.commitOffsets([{ topic, partition, offset, metadata: String(attempts) }]);

  const settle = async (message: Message, how: Settlement): Promise<void> => {
    if (how.kind === "bury" && how.keep) await shared.bury(channel, message, how.reason);
    if (how.kind === "retry") await pause(how.delayMs);
  };

  const work = async (partition: number, delivery: KafkaMessage, earlier: number): Promise<void> => {
    const event = readEvent(delivery.value?.toString() ?? "");
    if (!isFor(channel, event.event, delivery)) return;
    for (let attempts = earlier + 1; ; attempts += 1) {
      // Noted before the work: one that ends the process is not begun for ever.
      await commit(partition, delivery.offset, attempts);
      const message = { ...event, subscriber: channel.subscriber, attempts };
      const how = await shared.run(() => shared.handle(message));
      await settle(message, how);
      if (how.kind !== "retry") return;
      if (stopped) throw new Error("stopped before the message was tried again");
    }
  };

  const eachBatch = async ({
    batch,
    heartbeat,
    isRunning,
    isStale,
    resolveOffset,
  }: EachBatchPayload): Promise<void> => {
    const beat = setInterval(() => {
      if (!abandoned) heartbeat().catch(() => undefined);
    }, HEARTBEAT_MS);
    try {
      const note = await noteOf(batch.partition);
      for (const delivery of batch.messages) {
        if (!isRunning() || isStale() || stopped || abandoned) return;
        await work(batch.partition, delivery, delivery.offset === note.offset ? note.attempts : 0);
        if (abandoned) return;
        resolveOffset(delivery.offset);
        await commit(batch.partition, String(BigInt(delivery.offset) + 1n), 0);
      }
    } finally {
      clearInterval(beat);
    }
  };

  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!stopped) log.warn("a consumer of Kafka failed and will go on", { reason: payload.error.message });
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: LANES,
    eachBatch,
  });
  return {
    stop: async () => {
      stopped = true;
      stop();
      await consumer.disconnect().catch(() => undefined);
    },
    abandon: () => {
      abandoned = true;
      void consumer.disconnect().catch(() => undefined);
    },
  };
};
