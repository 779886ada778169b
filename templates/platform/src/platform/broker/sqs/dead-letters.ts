import { randomUUID } from "node:crypto";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message as Delivery,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { checked } from "../../kernel/json.ts";
import type { DeadLetter, DeadLetters } from "../broker.ts";
import { writeEvent } from "../wire.ts";
import { groupOf } from "./names.ts";

/** The queues of one subscriber. */
export interface Home {
  readonly subscriber: string;
  readonly events: readonly string[];
  readonly url: string;
  readonly deadUrl: string;
}

const LOOK_S = 30;

/** What SQS itself put aside is the message alone; nobody could say more of it. */
const letterOf = ({ subscriber }: Home, delivery: Delivery): DeadLetter => ({
  ...{ subscriber, attempts: 0, reason: "it was received as often as its queue allows", diedAt: "" },
  ...checked<DeadLetter>(JSON.parse(delivery.Body ?? "{}")),
});

/** Takes one after the other, until there is none or this was the one that was looked for; then puts back all but that. */
const look = async (
  client: SQSClient,
  home: Home,
  isIt: (letter: DeadLetter) => boolean,
): Promise<{ readonly seen: readonly DeadLetter[]; readonly found: Delivery | null }> => {
  const { deadUrl } = home;
  const taken: Delivery[] = [];
  let found: Delivery | null = null;
  while (found === null) {
    const request = { QueueUrl: deadUrl, MaxNumberOfMessages: 10, VisibilityTimeout: LOOK_S, WaitTimeSeconds: 1 };
    const { Messages = [] } = await client.send(new ReceiveMessageCommand(request));
    if (Messages.length === 0) break;
    taken.push(...Messages);
    found = Messages.find((delivery) => isIt(letterOf(home, delivery))) ?? null;
  }
  for (const { ReceiptHandle } of taken.filter((delivery) => delivery !== found)) {
    const back = { QueueUrl: deadUrl, ReceiptHandle, VisibilityTimeout: 0 };
    await client.send(new ChangeMessageVisibilityCommand(back));
  }
  return { seen: taken.map((delivery) => letterOf(home, delivery)), found };
};

export const sqsDeadLetters = (client: SQSClient, homes: readonly Home[]): DeadLetters => {
  const take = async (letter: DeadLetter, before: (home: Home) => Promise<unknown>): Promise<void> => {
    const isIt = (one: DeadLetter): boolean => one.id === letter.id && one.diedAt === letter.diedAt;
    for (const home of homes.filter((one) => one.subscriber === letter.subscriber)) {
      const { found } = await look(client, home, isIt);
      if (found === null) continue;
      await before(home);
      await client.send(new DeleteMessageCommand({ QueueUrl: home.deadUrl, ReceiptHandle: found.ReceiptHandle }));
      return;
    }
  };
  return {
    list: async () => {
      const all = await Promise.all(homes.map((home) => look(client, home, () => false)));
      return all.flatMap(({ seen }) => seen).sort((a, b) => (a.diedAt < b.diedAt ? -1 : 1));
    },
    replay: (letter) =>
      take(letter, (home) =>
        client.send(
          new SendMessageCommand({
            QueueUrl: home.url,
            MessageBody: writeEvent(letter),
            MessageGroupId: groupOf(letter.key),
            // Under its own id it would be dropped as one that came twice.
            MessageDeduplicationId: randomUUID(),
          }),
        ),
      ),
    discard: (letter) => take(letter, async () => undefined),
  };
};
