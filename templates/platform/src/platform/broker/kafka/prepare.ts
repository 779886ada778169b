import type { Admin, ITopicConfig } from "kafkajs";
import type { Log } from "../../kernel/world.ts";
import type { Queue } from "../../queues.ts";
import { channelsOf, type Routes } from "../broker.ts";
import { LANES } from "../lanes.ts";
import { openKafka } from "./connection.ts";
import { deadTopicOf, topicOf } from "./names.ts";

const configOf = (topic: string, policy: string, queue: Queue): ITopicConfig => ({
  topic,
  numPartitions: LANES,
  configEntries: [
    { name: "cleanup.policy", value: policy },
    { name: "retention.ms", value: String(queue.retainMs) },
  ],
});

/** Many a server lets nobody but its keeper make topics: one that is there already is good enough. */
const keepTopics = async (admin: Admin, topics: readonly ITopicConfig[]): Promise<void> => {
  const refused = await admin.createTopics({ topics: [...topics] }).then(
    () => null,
    (error: unknown) => error,
  );
  const names = topics.map(({ topic }) => topic);
  await admin.fetchTopicMetadata({ topics: names }).catch(() => {
    throw new Error(`Kafka has no topics ${names.join(", ")}, and they could not be made: ${String(refused)}`);
  });
};

/** Makes topics, before anybody speaks. A group that is new begins with the oldest that its topic retains. */
export const prepareKafka = async (url: string, routes: Routes, _log: Log): Promise<void> => {
  const { admin } = await openKafka(url);
  const queues = new Set(channelsOf(routes).map((channel) => channel.queue));
  try {
    for (const queue of queues) {
      await keepTopics(admin, [
        configOf(topicOf(routes, queue.name), "delete", queue),
        // Of each dead letter the last word counts; an empty one says that it is gone.
        configOf(deadTopicOf(routes, queue.name), "compact,delete", queue),
      ]);
    }
  } finally {
    await admin.disconnect();
  }
};
