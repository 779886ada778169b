import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message as Delivery,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { checked } from "../../kernel/json.ts";
import type { Message } from "../broker.ts";
import type { Claims } from "../claims.ts";
import { readEvent } from "../wire.ts";
import type { Home } from "./dead-letters.ts";
import { groupOf } from "./names.ts";

const WAIT_S = 10;
const LONGEST_S = 43_200;

interface Claimed extends Message {
  readonly place: string;
  readonly receipt: string;
}

const seconds = (ms: number): number => Math.min(LONGEST_S, Math.ceil(ms / 1_000));

/** The messages of one subscriber. A claim waits until there is one, and gives one alone: a second might be of the same group. */
export const claimsOf = (client: SQSClient, { url, deadUrl, subscriber }: Home): Claims => {
  const ending = new AbortController();
  const messageOf = (delivery: Delivery): Claimed => ({
    ...readEvent(delivery.Body ?? ""),
    subscriber,
    attempts: Number(delivery.Attributes?.ApproximateReceiveCount ?? 1),
    place: delivery.MessageId ?? "",
    receipt: delivery.ReceiptHandle ?? "",
  });
  const handleOf = (message: Message) => ({ QueueUrl: url, ReceiptHandle: checked<Claimed>(message).receipt });
  const done = async (message: Message): Promise<void> => {
    await client.send(new DeleteMessageCommand(handleOf(message)));
  };
  return {
    claim: async (_subscribers, _limit, leaseMs) => {
      const request = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 1,
        WaitTimeSeconds: WAIT_S,
        VisibilityTimeout: seconds(leaseMs),
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      });
      try {
        return ((await client.send(request, { abortSignal: ending.signal })).Messages ?? []).map(messageOf);
      } catch (error) {
        if (ending.signal.aborted) return [];
        throw error;
      }
    },
    done,
    retry: async (message, delayMs) => {
      const again = { ...handleOf(message), VisibilityTimeout: seconds(delayMs) };
      await client.send(new ChangeMessageVisibilityCommand(again));
    },
    bury: async (message, reason, keep) => {
      const { place, receipt: _receipt, ...letter } = checked<Claimed>(message);
      const body = JSON.stringify({ ...letter, reason, diedAt: new Date().toISOString() });
      const ids = { MessageGroupId: groupOf(message.id), MessageDeduplicationId: place };
      if (keep) await client.send(new SendMessageCommand({ QueueUrl: deadUrl, MessageBody: body, ...ids }));
      await done(message);
    },
    onArrival: async () => async () => ending.abort(),
  };
};
