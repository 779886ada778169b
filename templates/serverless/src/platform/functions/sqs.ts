import type { PublishedEvent } from "../broker/broker.ts";
import { createEmbeddedBroker } from "../broker/embedded/broker.ts";
import { groupOf } from "../broker/sqs/names.ts";
import { waves, writeEvent } from "../broker/wire.ts";
import { type Config, readEnvironment } from "../config.ts";
import { checked } from "../kernel/json.ts";
import type { Log } from "../kernel/world.ts";
import { askAws } from "./aws.ts";
import type { QueueRecord } from "./lambda.ts";
import { type NamedQueue, queues, routes } from "./queues.ts";

/** Resolves when all of them are stored; after a rejection all of them may be published again. */
export type Publish = (events: readonly PublishedEvent[]) => Promise<void>;

type Urls = Pick<Config, "brokerUrls">;

/** As many as one request takes. */
const BATCH = 10;
const TIMEOUT_MS = 5_000;
const LONGEST_S = 43_200;

/** One request in SQS's own protocol. A whole client for it would be half of what a function loads at its start. */
const ask = async (action: string, body: object): Promise<unknown> => {
  const response = await askAws(readEnvironment(), "sqs", "/", {
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${action}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new Error(`SQS answered ${action} with ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
};

/** @param server with the number of the account: `https://sqs.eu-central-1.amazonaws.com/123456789012` */
const addressOf = (server: string, name: string): string => `${server.replace(/\/$/, "")}/${name}`;

const send = async (server: string, { name, channel }: NamedQueue, wave: readonly PublishedEvent[]): Promise<void> => {
  const Entries = wave
    .filter(({ event }) => channel.events.includes(event))
    .map((event, index) => ({
      Id: String(index),
      MessageBody: writeEvent(event),
      MessageGroupId: groupOf(event.key),
      MessageDeduplicationId: event.id,
    }));
  if (Entries.length === 0) return;
  const answer = await ask("SendMessageBatch", { QueueUrl: addressOf(server, name), Entries });
  const { Failed = [] } = checked<{ readonly Failed?: readonly object[] }>(answer);
  if (Failed.length > 0) throw new Error(`SQS did not take ${Failed.length} messages: ${JSON.stringify(Failed[0])}`);
};

/** Publishes into the queues of those who hear; in development into the database that stands in for them. */
export const publisherOf = ({ brokerUrls: { sqs: server } }: Urls, log: Log): Publish => {
  if (!server.startsWith("http")) return createEmbeddedBroker(server, routes, log).publish;
  return async (events) => {
    for (const wave of waves(events, BATCH)) await Promise.all(queues.map((queue) => send(server, queue, wave)));
  };
};

/** Lets a message that failed come again after this time, and not when its queue would give it out again by itself. */
export const postpone = async (
  { brokerUrls: { sqs: server } }: Urls,
  { eventSourceARN, receiptHandle }: QueueRecord,
  delayMs: number,
): Promise<void> => {
  // In development whoever emulates the queue looks to it.
  if (!server.startsWith("http")) return;
  await ask("ChangeMessageVisibility", {
    QueueUrl: addressOf(server, eventSourceARN.slice(eventSourceARN.lastIndexOf(":") + 1)),
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: Math.min(LONGEST_S, Math.ceil(delayMs / 1_000)),
  });
};
