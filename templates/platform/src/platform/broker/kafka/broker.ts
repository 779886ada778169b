import type { Admin, Producer } from "kafkajs";
import type { Log } from "../../kernel/world.ts";
import { type Broker, type Channel, channelsOf, type Routes } from "../broker.ts";
import { laneOf, limited } from "../lanes.ts";
import { writeEvent } from "../wire.ts";
import { openKafka } from "./connection.ts";
import { type ChannelConsumer, consumeChannel } from "./consumer.ts";
import { buryIn, kafkaDeadLetters } from "./dead-letters.ts";
import { groupOf, topicOf } from "./names.ts";

export { prepareKafka } from "./prepare.ts";

/** Messages behind the offsets that the group has committed. */
const waitingOf = async (admin: Admin, routes: Routes, channel: Channel): Promise<number> => {
  const topic = topicOf(routes, channel.queue.name);
  const ends = await admin.fetchTopicOffsets(topic);
  const [committed] = await admin.fetchOffsets({ groupId: groupOf(routes, channel), topics: [topic] });
  const waiting = ends.map(({ partition, high, low }) => {
    const offset = Number(committed?.partitions.find((one) => one.partition === partition)?.offset ?? -1);
    return Number(high) - (offset < 0 ? Number(low) : offset);
  });
  return waiting.reduce((sum, one) => sum + one, 0);
};

const partitioner =
  () =>
  ({ message, partitionMetadata }: { message: { key?: unknown }; partitionMetadata: readonly unknown[] }): number =>
    laneOf(String(message.key)) % partitionMetadata.length;

/**
 * A broker in Kafka 2.1 or later: a topic for each queue, and a consumer group for each subscriber.
 * @throws BrokerUnreachableError
 */
export const createKafkaBroker = async (url: string, routes: Routes, log: Log): Promise<Broker> => {
  const client = await openKafka(url);
  const { kafka, admin } = client;
  const producer: Producer = kafka.producer({ createPartitioner: partitioner, allowAutoTopicCreation: false });
  await producer.connect();
  const channels = channelsOf(routes);
  const consumers = new Set<ChannelConsumer>();
  return {
    publish: async (events) => {
      const known = events.filter(({ event }) => channels.some((channel) => channel.events.includes(event)));
      const topics = new Set(known.map(({ event }) => topicOf(routes, routes.queueOf(event).name)));
      const topicMessages = [...topics].map((topic) => ({
        topic,
        messages: known
          .filter(({ event }) => topicOf(routes, routes.queueOf(event).name) === topic)
          .map((event) => ({ key: event.key, value: writeEvent(event) })),
      }));
      if (topicMessages.length > 0) await producer.sendBatch({ topicMessages, acks: -1 });
    },
    consume: async (consumption) => {
      const shared = { ...consumption, run: limited(consumption.atOnce), bury: buryIn(producer, routes) };
      const heard = channels.filter((channel) => consumption.subscribers.includes(channel.subscriber));
      const running = await Promise.all(heard.map((channel) => consumeChannel(client, routes, channel, shared, log)));
      for (const one of running) consumers.add(one);
      return {
        stop: async () => {
          await Promise.all(running.map((one) => one.stop()));
          for (const one of running) consumers.delete(one);
        },
      };
    },
    depth: async () => {
      const waiting = await Promise.all(channels.map((channel) => waitingOf(admin, routes, channel)));
      return waiting.reduce((sum, one) => sum + one, 0);
    },
    deadLetters: kafkaDeadLetters(kafka, admin, producer, routes),
    // The topics retain what they are told to.
    purge: () => Promise.resolve(),
    close: async () => {
      for (const one of consumers) one.abandon();
      await producer.disconnect();
      await admin.disconnect();
    },
  };
};
