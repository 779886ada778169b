import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { Log } from "../../kernel/world.ts";
import { type Broker, channelsOf, type Routes } from "../broker.ts";
import { laneNumbers, limited } from "../lanes.ts";
import { waves, within, writeEvent } from "../wire.ts";
import { openNats } from "./connection.ts";
import { consumeLane } from "./consumer.ts";
import { buryIn, natsDeadLetters } from "./dead-letters.ts";
import { durableOf, streamOf, subjectOf } from "./names.ts";

export { prepareNats } from "./prepare.ts";

const WAVE = 100;
const ANSWER_MS = 5_000;

/**
 * A broker in NATS JetStream: a stream for each queue, and a durable consumer for each lane of each subscriber.
 * @throws BrokerUnreachableError
 */
export const createNatsBroker = async (url: string, routes: Routes, log: Log): Promise<Broker> => {
  const connection = await openNats(url, log);
  const stream = jetstream(connection, { timeout: ANSWER_MS });
  const manager = await jetstreamManager(connection, { timeout: ANSWER_MS, checkAPI: false });
  const channels = channelsOf(routes);
  const depthOf = async (name: string, durable: string): Promise<number> => {
    const { num_pending, num_ack_pending } = await manager.consumers.info(name, durable);
    return num_pending + num_ack_pending;
  };
  return {
    publish: async (events) => {
      const known = events.filter(({ event }) => channels.some((channel) => channel.events.includes(event)));
      for (const wave of waves(known, WAVE)) {
        const stored = wave.map((event) =>
          stream.publish(subjectOf(routes, event.event, event.key), writeEvent(event), { msgID: event.id }),
        );
        await within(ANSWER_MS * 2, "storing messages in NATS", Promise.all(stored));
      }
    },
    consume: async (consumption) => {
      const shared = { ...consumption, run: limited(consumption.atOnce), bury: buryIn(stream, routes) };
      const heard = channels.filter((channel) => consumption.subscribers.includes(channel.subscriber));
      const lanes = await Promise.all(
        heard.flatMap((channel) => laneNumbers.map((lane) => consumeLane(stream, routes, channel, lane, shared, log))),
      );
      return {
        stop: async () => {
          await Promise.all(lanes.map((lane) => lane.stop()));
        },
      };
    },
    depth: async () => {
      const depths = channels.flatMap((channel) =>
        laneNumbers.map((lane) => depthOf(streamOf(routes, channel.queue.name), durableOf(channel, lane))),
      );
      return (await Promise.all(depths)).reduce((sum, depth) => sum + depth, 0);
    },
    deadLetters: natsDeadLetters(stream, manager, routes),
    // The streams have a greatest age.
    purge: () => Promise.resolve(),
    close: () => connection.close(),
  };
};
