import type { Channel as AmqpChannel, ConsumeMessage } from "amqplib";
import type { Log } from "../../kernel/world.ts";
import type { Channel, Consumption, Message, Settlement } from "../broker.ts";
import { limited, pauses } from "../lanes.ts";
import { readEvent } from "../wire.ts";

/** After so many messages a lane goes to whoever else waits for it, so that instances share the work. */
const TURN = 25;
/** A server closes a channel that keeps a message unsettled for half an hour. */
const LONGEST_PAUSE_MS = 20 * 60_000;

const attemptsOf = ({ properties }: ConsumeMessage): number => {
  const earlier: unknown = properties.headers?.["x-delivery-count"];
  return (typeof earlier === "number" ? earlier : 0) + 1;
};

type Bury = (channel: Channel, message: Message, reason: string) => Promise<void>;

/** Consumes lanes over one connection after the other. */
export interface LaneConsumer {
  /** Begins on a fresh connection. */
  readonly start: (amqp: AmqpChannel) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Lane {
  readonly queue: string;
  readonly channel: Channel;
}

export const laneConsumer = (
  lanes: readonly Lane[],
  { atOnce, handle }: Consumption,
  bury: Bury,
  log: Log,
): LaneConsumer => {
  const run = limited(atOnce);
  const { pause, stop } = pauses();
  const active = new Set<Promise<void>>();
  let stopped = false;
  let cancel = async (): Promise<void> => undefined;

  const settle = async (amqp: AmqpChannel, lane: Lane, delivery: ConsumeMessage, message: Message, how: Settlement) => {
    if (how.kind === "retry") {
      await pause(Math.min(how.delayMs, LONGEST_PAUSE_MS));
      return amqp.nack(delivery, false, true);
    }
    if (how.kind === "bury" && how.keep) await bury(lane.channel, message, how.reason);
    amqp.ack(delivery);
  };

  const work = async (amqp: AmqpChannel, lane: Lane, delivery: ConsumeMessage, giveWay: () => Promise<void>) => {
    const event = readEvent(delivery.content.toString());
    const message = { ...event, subscriber: lane.channel.subscriber, attempts: attemptsOf(delivery) };
    const how = await run(() => handle(message));
    // Nothing else of the lane is under way until this one is settled: whoever takes over cannot overtake it.
    if (how.kind !== "retry") await giveWay();
    await settle(amqp, lane, delivery, message, how);
  };

  const consumeLane = async (amqp: AmqpChannel, lane: Lane, tags: Map<Lane, string>): Promise<void> => {
    let turn = 0;
    const begin = async (): Promise<void> => {
      const { consumerTag } = await amqp.consume(lane.queue, (delivery) => {
        if (delivery === null || stopped) return;
        const settled = work(amqp, lane, delivery, giveWay)
          .catch((error: unknown) =>
            log.warn("a message was not settled and will come again", { reason: String(error) }),
          )
          .finally(() => active.delete(settled));
        active.add(settled);
      });
      tags.set(lane, consumerTag);
    };
    const giveWay = async (): Promise<void> => {
      turn += 1;
      if (turn % TURN !== 0 || stopped) return;
      const tag = tags.get(lane);
      if (tag !== undefined) await amqp.cancel(tag);
      await begin();
    };
    await begin();
  };

  return {
    start: async (amqp) => {
      const tags = new Map<Lane, string>();
      await amqp.prefetch(1);
      cancel = async () => {
        await Promise.all([...tags.values()].map((tag) => amqp.cancel(tag)));
      };
      for (const lane of lanes) await consumeLane(amqp, lane, tags);
    },
    stop: async () => {
      stopped = true;
      stop();
      await cancel().catch(() => undefined);
      await Promise.all(active);
    },
  };
};
