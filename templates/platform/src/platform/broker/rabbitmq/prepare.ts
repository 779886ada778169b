import { type Channel as AmqpChannel, connect } from "amqplib";
import type { Log } from "../../kernel/world.ts";
import { type Channel, channelsOf, type Routes } from "../broker.ts";
import { laneNumbers } from "../lanes.ts";
import { BrokerUnreachableError } from "../unreachable.ts";
import { deadQueue, exchangeOf, laneQueue, routingKey } from "./names.ts";

// Without a limit of its own a server may drop what was handed out often, or move it behind those that came later.
const QUORUM = { "x-queue-type": "quorum", "x-delivery-limit": 1_000_000 };

const declare = async (amqp: AmqpChannel, routes: Routes, channel: Channel): Promise<void> => {
  const exchange = exchangeOf(routes, channel.queue.name);
  await amqp.assertExchange(exchange, "direct", { durable: true });
  await amqp.assertQueue(deadQueue(routes, channel), { durable: true, arguments: QUORUM });
  for (const lane of laneNumbers) {
    const queue = laneQueue(routes, channel, lane);
    await amqp.assertQueue(queue, { durable: true, arguments: { ...QUORUM, "x-single-active-consumer": true } });
    for (const event of channel.events) await amqp.bindQueue(queue, exchange, routingKey(event, lane));
  }
};

/**
 * Declares who hears what, before anybody speaks.
 * @throws BrokerUnreachableError
 */
export const prepareRabbitmq = async (url: string, routes: Routes, _log: Log): Promise<void> => {
  const connection = await connect(url).catch((error: unknown) => {
    throw new BrokerUnreachableError(url, error);
  });
  connection.on("error", () => undefined);
  try {
    const amqp = await connection.createChannel();
    for (const channel of channelsOf(routes)) await declare(amqp, routes, channel);
    await amqp.close();
  } finally {
    await connection.close();
  }
};
