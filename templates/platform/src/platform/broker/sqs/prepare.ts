import { CreateQueueCommand, SetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Log } from "../../kernel/world.ts";
import { channelsOf, type Routes } from "../broker.ts";
import { openSqs } from "./connection.ts";
import { deadQueueName, queueName } from "./names.ts";

const SHORTEST_S = 60;
const LONGEST_S = 1_209_600;

/** SQS keeps messages for a minute at least and 14 days at most. */
const retentionOf = (retainMs: number): string =>
  String(Math.min(LONGEST_S, Math.max(SHORTEST_S, Math.round(retainMs / 1_000))));

const FIFO = {
  FifoQueue: "true",
  DeduplicationScope: "messageGroup",
  FifoThroughputLimit: "perMessageGroupId",
};

const keepQueue = async (client: SQSClient, name: string, retainMs: number): Promise<void> => {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes: FIFO }));
  const Attributes = { MessageRetentionPeriod: retentionOf(retainMs) };
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
};

/** Makes a queue for each subscriber, and one for its dead letters, before anybody speaks. */
export const prepareSqs = async (url: string, routes: Routes, _log: Log): Promise<void> => {
  const { client } = await openSqs(url, async (fresh) => {
    for (const channel of channelsOf(routes)) {
      await keepQueue(fresh, queueName(routes, channel), channel.queue.retainMs);
      await keepQueue(fresh, deadQueueName(routes, channel), channel.queue.retainMs);
    }
  });
  client.destroy();
};
