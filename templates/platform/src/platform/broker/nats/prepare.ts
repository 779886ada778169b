import { AckPolicy, DeliverPolicy, type JetStreamManager, jetstreamManager, StorageType } from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import type { Log } from "../../kernel/world.ts";
import type { Queue } from "../../queues.ts";
import { type Channel, channelsOf, type Routes } from "../broker.ts";
import { laneNumbers } from "../lanes.ts";
import { openNats } from "./connection.ts";
import { deadStreamOf, deadSubject, durableOf, laneSubject, queueSubject, streamOf } from "./names.ts";

const LONGEST_DUPLICATE_WINDOW_MS = 120_000;

const keepStream = async (manager: JetStreamManager, name: string, subject: string, queue: Queue): Promise<void> => {
  const config = {
    subjects: [subject],
    storage: StorageType.File,
    max_age: nanos(queue.retainMs),
    duplicate_window: nanos(Math.min(queue.retainMs, LONGEST_DUPLICATE_WINDOW_MS)),
  };
  const known = await manager.streams.info(name).catch(() => null);
  if (known === null) await manager.streams.add({ name, ...config });
  else await manager.streams.update(name, config);
};

/** Makes streams and consumers, before anybody speaks; consumers of those that hear nothing any more go. */
export const prepareNats = async (url: string, routes: Routes, log: Log): Promise<void> => {
  const connection = await openNats(url, log);
  try {
    const manager = await jetstreamManager(connection);
    const channels = channelsOf(routes);
    for (const queue of new Set(channels.map((channel) => channel.queue))) {
      const stream = streamOf(routes, queue.name);
      await keepStream(manager, stream, queueSubject(routes, queue.name), queue);
      await keepStream(manager, deadStreamOf(routes, queue.name), deadSubject(routes, queue.name, ">"), queue);
      const heard = channels.filter((channel) => channel.queue === queue);
      const names = heard.flatMap((channel) => laneNumbers.map((lane) => durableOf(channel, lane)));
      for await (const { name } of manager.consumers.list(stream)) {
        if (names.includes(name)) continue;
        await manager.consumers.delete(stream, name);
      }
      for (const channel of heard) for (const lane of laneNumbers) await keepConsumer(manager, routes, channel, lane);
    }
  } finally {
    await connection.close();
  }
};

const keepConsumer = async (
  manager: JetStreamManager,
  routes: Routes,
  channel: Channel,
  lane: number,
): Promise<void> => {
  const stream = streamOf(routes, channel.queue.name);
  const name = durableOf(channel, lane);
  const known = await manager.consumers.info(stream, name).catch(() => null);
  if (known !== null) return;
  await manager.consumers.add(stream, {
    durable_name: name,
    filter_subject: `${laneSubject(routes, channel.queue.name, lane)}.>`,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.New,
    // What comes next waits until the one at hand is settled, whichever instance has it.
    max_ack_pending: 1,
    max_deliver: -1,
  });
};
