import type { Channel as AmqpChannel, GetMessage } from "amqplib";
import { type Channel, channelsOf, type DeadLetter, type DeadLetters, type Message, type Routes } from "../broker.ts";
import { laneOf } from "../lanes.ts";
import { readEvent, writeEvent } from "../wire.ts";
import type { RabbitmqConnection } from "./connection.ts";
import { deadQueue, laneQueue } from "./names.ts";

export const buryIn =
  (connection: RabbitmqConnection, routes: Routes) =>
  (channel: Channel, message: Message, reason: string): Promise<void> =>
    connection.publish((amqp) => {
      const headers = { reason, attempts: message.attempts, diedAt: new Date().toISOString() };
      const options = { persistent: true, headers, expiration: expirationOf(channel.queue.retainMs) };
      amqp.sendToQueue(deadQueue(routes, channel), Buffer.from(writeEvent(message)), options);
    });

/** The longest that the protocol can say, some 49 days, stands for everything longer. */
export const expirationOf = (retainMs: number): string => String(Math.min(retainMs, 4_294_967_295));

const letterOf = (found: GetMessage, subscriber: string): DeadLetter => {
  const { reason, attempts, diedAt } = found.properties.headers ?? {};
  return {
    ...readEvent(found.content.toString()),
    subscriber,
    attempts: Number(attempts),
    reason: String(reason),
    diedAt: String(diedAt),
  };
};

/** Takes one after the other, until there is none or this was the one that was looked for. */
const look = async (
  amqp: AmqpChannel,
  queue: string,
  isLast: (found: GetMessage) => boolean,
): Promise<GetMessage[]> => {
  const taken: GetMessage[] = [];
  for (;;) {
    const found = await amqp.get(queue);
    if (found === false) return taken;
    taken.push(found);
    if (isLast(found)) return taken;
  }
};

export const rabbitmqDeadLetters = (connection: RabbitmqConnection, routes: Routes): DeadLetters => {
  const channels = channelsOf(routes);
  const take = async (letter: DeadLetter, before: (channel: Channel) => Promise<void>): Promise<void> => {
    const isIt = (found: GetMessage): boolean => readEvent(found.content.toString()).id === letter.id;
    for (const channel of channels.filter(({ subscriber }) => subscriber === letter.subscriber)) {
      const taken = await connection.onOwnChannel(async (amqp) => {
        const found = (await look(amqp, deadQueue(routes, channel), isIt)).at(-1);
        if (found === undefined || !isIt(found)) return false;
        await before(channel);
        amqp.ack(found);
        return true;
      });
      if (taken) return;
    }
  };
  return {
    list: async () => {
      const all = await Promise.all(
        channels.map((channel) =>
          connection.onOwnChannel(async (amqp) => {
            const found = await look(amqp, deadQueue(routes, channel), () => false);
            return found.map((one) => letterOf(one, channel.subscriber));
          }),
        ),
      );
      return all.flat().sort((a, b) => (a.diedAt < b.diedAt ? -1 : 1));
    },
    replay: (letter) =>
      take(letter, (channel) =>
        connection.publish((amqp) => {
          const options = { persistent: true, expiration: expirationOf(channel.queue.retainMs) };
          amqp.sendToQueue(laneQueue(routes, channel, laneOf(letter.key)), Buffer.from(writeEvent(letter)), options);
        }),
      ),
    discard: (letter) => take(letter, async () => undefined),
  };
};
