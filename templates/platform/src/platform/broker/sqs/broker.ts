import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Log } from "../../kernel/world.ts";
import { type Broker, type Channel, channelsOf, type PublishedEvent, type Routes } from "../broker.ts";
import { consumeClaims } from "../claims.ts";
import { waves, writeEvent } from "../wire.ts";
import { claimsOf } from "./claims.ts";
import { openSqs } from "./connection.ts";
import { type Home, sqsDeadLetters } from "./dead-letters.ts";
import { deadQueueName, groupOf, queueName } from "./names.ts";

export { prepareSqs } from "./prepare.ts";

/** As many as one request takes. */
const BATCH = 10;

const findHome = async (client: SQSClient, routes: Routes, channel: Channel): Promise<Home> => {
  const urlOf = async (name: string): Promise<string> =>
    (await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl ?? "";
  return {
    subscriber: channel.subscriber,
    events: channel.events,
    url: await urlOf(queueName(routes, channel)),
    deadUrl: await urlOf(deadQueueName(routes, channel)),
  };
};

const send = async (client: SQSClient, { url, events }: Home, wave: readonly PublishedEvent[]): Promise<void> => {
  const entries = wave
    .filter(({ event }) => events.includes(event))
    .map((event, index) => ({
      Id: String(index),
      MessageBody: writeEvent(event),
      MessageGroupId: groupOf(event.key),
      MessageDeduplicationId: event.id,
    }));
  if (entries.length === 0) return;
  const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries }));
  if (Failed.length > 0) throw new Error(`SQS did not take ${Failed.length} messages: ${Failed[0]?.Message}`);
};

/**
 * A broker in Amazon SQS: a FIFO queue for each subscriber, in which the key of an event is its message group.
 * @throws BrokerUnreachableError
 */
export const createSqsBroker = async (url: string, routes: Routes, log: Log): Promise<Broker> => {
  const find = (client: SQSClient): Promise<readonly Home[]> =>
    Promise.all(channelsOf(routes).map((channel) => findHome(client, routes, channel)));
  const { client, found: homes } = await openSqs(url, find);
  const waitingIn = async (home: Home): Promise<number> => {
    const request = new GetQueueAttributesCommand({
      QueueUrl: home.url,
      AttributeNames: ["ApproximateNumberOfMessages"],
    });
    return Number((await client.send(request)).Attributes?.ApproximateNumberOfMessages ?? 0);
  };
  return {
    publish: async (events) => {
      for (const wave of waves(events, BATCH)) await Promise.all(homes.map((home) => send(client, home, wave)));
    },
    consume: async (consumption) => {
      const heard = homes.filter((home) => consumption.subscribers.includes(home.subscriber));
      const hands = heard.flatMap((home) => Array.from({ length: consumption.atOnce }, () => claimsOf(client, home)));
      const running = await Promise.all(
        hands.map((claims) => consumeClaims(claims, { ...consumption, atOnce: 1 }, log)),
      );
      return {
        stop: async () => {
          await Promise.all(running.map((one) => one.stop()));
        },
      };
    },
    depth: async () => (await Promise.all(homes.map(waitingIn))).reduce((sum, depth) => sum + depth, 0),
    deadLetters: sqsDeadLetters(client, homes),
    // The queues keep nothing longer than they may.
    purge: () => Promise.resolve(),
    close: async () => client.destroy(),
  };
};
