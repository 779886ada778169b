import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import { headers } from "@nats-io/transport-node";
import { type Channel, channelsOf, type DeadLetter, type DeadLetters, type Message, type Routes } from "../broker.ts";
import { readEvent, writeEvent } from "../wire.ts";
import { ONLY } from "./consumer.ts";
import { deadStreamOf, deadSubject, subjectOf } from "./names.ts";

const SUBSCRIBER = "Subscriber";
const ATTEMPTS = "Attempts";
const REASON = "Reason";

interface Buried extends DeadLetter {
  readonly stream: string;
  readonly place: number;
}

export const buryIn =
  (stream: JetStreamClient, routes: Routes) =>
  async (channel: Channel, message: Message, reason: string): Promise<void> => {
    const head = headers();
    head.set(SUBSCRIBER, message.subscriber);
    head.set(ATTEMPTS, String(message.attempts));
    // A header is one line.
    head.set(REASON, encodeURIComponent(reason));
    const subject = deadSubject(routes, channel.queue.name, message.subscriber);
    await stream.publish(subject, writeEvent(message), { headers: head });
  };

const lettersIn = async (manager: JetStreamManager, stream: string): Promise<readonly Buried[]> => {
  const { state } = await manager.streams.info(stream);
  const letters: Buried[] = [];
  for (let place = state.first_seq; place <= state.last_seq && state.messages > 0; place += 1) {
    const found = await manager.streams.getMessage(stream, { seq: place });
    if (found === null) continue;
    letters.push({
      ...readEvent(found.string()),
      subscriber: found.header.get(SUBSCRIBER),
      attempts: Number(found.header.get(ATTEMPTS)),
      reason: decodeURIComponent(found.header.get(REASON)),
      diedAt: found.time.toISOString(),
      stream,
      place,
    });
  }
  return letters;
};

export const natsDeadLetters = (stream: JetStreamClient, manager: JetStreamManager, routes: Routes): DeadLetters => {
  const list = async (): Promise<readonly Buried[]> => {
    const queues = [...new Set(channelsOf(routes).map((channel) => channel.queue.name))];
    const all = await Promise.all(queues.map((queue) => lettersIn(manager, deadStreamOf(routes, queue))));
    return all.flat().sort((a, b) => (a.diedAt < b.diedAt ? -1 : 1));
  };
  const take = async (letter: DeadLetter, before: () => Promise<void>): Promise<void> => {
    const buried = (await list()).find((one) => one.id === letter.id && one.subscriber === letter.subscriber);
    if (buried === undefined) return;
    await before();
    await manager.streams.deleteMessage(buried.stream, buried.place);
  };
  return {
    list,
    replay: (letter) =>
      take(letter, async () => {
        const head = headers();
        head.set(ONLY, letter.subscriber);
        await stream.publish(subjectOf(routes, letter.event, letter.key), writeEvent(letter), { headers: head });
      }),
    discard: (letter) => take(letter, async () => undefined),
  };
};
