import { randomUUID } from "node:crypto";
import type { Admin, EachMessagePayload, Kafka, Producer } from "kafkajs";
import { checked } from "../../kernel/json.ts";
import { type Channel, channelsOf, type DeadLetter, type DeadLetters, type Message, type Routes } from "../broker.ts";
import { writeEvent } from "../wire.ts";
import { ONLY } from "./consumer.ts";
import { deadTopicOf, topicOf } from "./names.ts";

/** A fetch takes no longer, so that a reader that has seen all is soon done. */
const LOOK_MS = 500;

interface Buried extends DeadLetter {
  readonly topic: string;
}

const keyOf = ({ subscriber, id }: Message): string => `${subscriber}/${id}`;

export const buryIn =
  (producer: Producer, routes: Routes) =>
  async (channel: Channel, message: Message, reason: string): Promise<void> => {
    const value = JSON.stringify({ ...message, reason, diedAt: new Date().toISOString() });
    await producer.send({ topic: deadTopicOf(routes, channel.queue.name), messages: [{ key: keyOf(message), value }] });
  };

/** Reads a topic from its beginning to where it ends now; of each key the last word, where it is not empty. */
const readAll = async (kafka: Kafka, admin: Admin, topic: string): Promise<readonly Buried[]> => {
  const ends = await admin.fetchTopicOffsets(topic);
  const open = new Map(ends.filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, high]));
  if (open.size === 0) return [];
  const letters = new Map<string, string>();
  const groupId = `${topic}.${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: LOOK_MS });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    const eachMessage = async ({ partition, message }: EachMessagePayload): Promise<void> => {
      const key = message.key?.toString() ?? "";
      letters.delete(key);
      if (message.value !== null && message.value.length > 0) letters.set(key, message.value.toString());
      if (BigInt(message.offset) + 1n >= BigInt(open.get(partition) ?? 0)) open.delete(partition);
      if (open.size === 0) resolve();
    };
    consumer.run({ autoCommit: false, eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  await admin.deleteGroups([groupId]).catch(() => undefined);
  return [...letters.values()].map((text) => ({ ...checked<DeadLetter>(JSON.parse(text)), topic }));
};

export const kafkaDeadLetters = (kafka: Kafka, admin: Admin, producer: Producer, routes: Routes): DeadLetters => {
  const queues = [...new Set(channelsOf(routes).map((channel) => channel.queue.name))];
  const forget = async (letter: DeadLetter): Promise<void> => {
    const { topic } = checked<Buried>(letter);
    await producer.send({ topic, messages: [{ key: keyOf(letter), value: null }] });
  };
  return {
    list: async () => {
      const all = await Promise.all(queues.map((queue) => readAll(kafka, admin, deadTopicOf(routes, queue))));
      return all.flat().sort((a, b) => (a.diedAt < b.diedAt ? -1 : 1));
    },
    replay: async (letter) => {
      const topic = topicOf(routes, routes.queueOf(letter.event).name);
      const headers = { [ONLY]: letter.subscriber };
      await producer.send({ topic, messages: [{ key: letter.key, value: writeEvent(letter), headers }] });
      await forget(letter);
    },
    discard: forget,
  };
};
