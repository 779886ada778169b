import type { Message } from "../broker/broker.ts";
import { handlerOf } from "../broker/consumer.ts";
import { readEvent } from "../broker/wire.ts";
import type { Service } from "../kernel/world.ts";
import type { Platform } from "../platform.ts";
import type { QueueAnswer, QueueEvent, QueueRecord } from "./lambda.ts";
import { subscriberOf } from "./queues.ts";
import { relayNow } from "./relay.ts";
import { postpone, publisherOf } from "./sqs.ts";

/** Before the run ends what is left of a batch goes back unread. */
const LAST_START_MS = 1_000;

const messageOf = ({ body, attributes, eventSourceARN }: QueueRecord): Message => ({
  ...readEvent(body),
  subscriber: subscriberOf(eventSourceARN) ?? "",
  attempts: Number(attributes.ApproximateReceiveCount),
});

export interface Events {
  /** Handles a batch, and names what is to come again. */
  readonly handle: (event: QueueEvent, deadline: number) => Promise<QueueAnswer>;
  /** Sends what the services have published; a fault is logged, and the schedule tries again. */
  readonly relay: () => Promise<void>;
}

/** What publishes and hears the events of a unit's services. */
export const createEvents = (platform: Platform, services: readonly Service<unknown>[]): Events => {
  const { log } = platform;
  const publish = publisherOf(platform.config, log);
  const handlers = services.map(({ contract: { service }, subscriptions }) => ({
    names: new Set(subscriptions.map(({ name }) => name)),
    handle: handlerOf({ service, subscriptions, database: platform.databaseOf(service), log: log.with({ service }) }),
  }));
  /** Whether it needs to come no more. */
  const settled = async (record: QueueRecord): Promise<boolean> => {
    const message = messageOf(record);
    const handler = handlers.find(({ names }) => names.has(message.subscriber));
    if (handler === undefined) {
      log.error("a message is for nobody here", { messageId: record.messageId, queue: record.eventSourceARN });
      return false;
    }
    const settlement = await handler.handle(message);
    if (settlement.kind === "retry") {
      await postpone(platform.config, record, settlement.delayMs).catch((error: unknown) =>
        log.warn("a message comes again in its queue's own time", { error }),
      );
    }
    return settlement.kind === "done" || (settlement.kind === "bury" && !settlement.keep);
  };
  return {
    handle: async ({ Records }, deadline) => {
      const failed: string[] = [];
      const held = new Set<string>();
      for (const record of Records) {
        const group = record.attributes.MessageGroupId;
        // What follows a message of its key that failed waits for it, so that the order holds.
        const begins = !held.has(group) && deadline - performance.now() > LAST_START_MS;
        if (begins && (await settled(record))) continue;
        held.add(group);
        failed.push(record.messageId);
      }
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    },
    relay: async () => {
      for (const { contract } of services) {
        const { service, events } = contract;
        if (Object.keys(events).length === 0) continue;
        await relayNow(platform.databaseOf(service), service, publish).catch((error: unknown) =>
          log.warn("events wait for the next relay", { service, error }),
        );
      }
    },
  };
};
