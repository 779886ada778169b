import type { Log } from "../../kernel/world.ts";
import { type Broker, channelsOf, type PublishedEvent, type Routes } from "../broker.ts";
import { laneNumbers, laneOf } from "../lanes.ts";
import { waves, writeEvent } from "../wire.ts";
import { openRabbitmq } from "./connection.ts";
import { laneConsumer } from "./consumer.ts";
import { buryIn, expirationOf, rabbitmqDeadLetters } from "./dead-letters.ts";
import { exchangeOf, laneQueue, laneQueues, routingKey } from "./names.ts";

export { prepareRabbitmq } from "./prepare.ts";

const WAVE = 100;

/**
 * A broker in RabbitMQ 3.10 or later: a quorum queue for each lane of each subscriber, consumed by one instance at a time.
 * @throws BrokerUnreachableError
 */
export const createRabbitmqBroker = async (url: string, routes: Routes, log: Log): Promise<Broker> => {
  const connection = await openRabbitmq(url, log);
  const channels = channelsOf(routes);
  const sent = (events: readonly PublishedEvent[]): Promise<void> =>
    connection.publish((amqp) => {
      for (const event of events) {
        const queue = routes.queueOf(event.event);
        amqp.publish(
          exchangeOf(routes, queue.name),
          routingKey(event.event, laneOf(event.key)),
          Buffer.from(writeEvent(event)),
          { persistent: true, messageId: event.id, expiration: expirationOf(queue.retainMs) },
        );
      }
    });
  return {
    publish: async (events) => {
      const known = events.filter(({ event }) => channels.some((channel) => channel.events.includes(event)));
      for (const wave of waves(known, WAVE)) await sent(wave);
    },
    consume: async (consumption) => {
      const heard = channels.filter((channel) => consumption.subscribers.includes(channel.subscriber));
      const lanes = heard.flatMap((channel) =>
        laneNumbers.map((lane) => ({ channel, queue: laneQueue(routes, channel, lane) })),
      );
      const consumer = laneConsumer(lanes, consumption, buryIn(connection, routes), log);
      await connection.onConnection(async (model) => {
        const amqp = await model.createChannel();
        // Whatever closes the channel alone would leave us deaf: the connection is made anew with it.
        amqp.on("error", (error) => {
          log.warn("the consumer's channel was closed", { reason: error.message });
          void model.close().catch(() => undefined);
        });
        await consumer.start(amqp);
      });
      return { stop: consumer.stop };
    },
    depth: () =>
      connection.onOwnChannel(async (amqp) => {
        let depth = 0;
        for (const queue of channels.flatMap((channel) => laneQueues(routes, channel))) {
          depth += (await amqp.checkQueue(queue)).messageCount;
        }
        return depth;
      }),
    deadLetters: rabbitmqDeadLetters(connection, routes),
    // Each message carries its own time to live.
    purge: () => Promise.resolve(),
    close: () => connection.close(),
  };
};
