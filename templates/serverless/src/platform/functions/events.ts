import type { Message } from "../broker/broker.ts";
import { openBrokers } from "../broker/brokers.ts";
import { handlerOf } from "../broker/consumer.ts";
import { checked } from "../kernel/json.ts";
import { violationsOf } from "../kernel/schema.ts";
import type { Service } from "../kernel/world.ts";
import type { Platform } from "../platform.ts";
import type { QueueAnswer, QueueEvent, QueueRecord } from "./lambda.ts";
import { relayNow } from "./relay.ts";

/** An event on its way to one subscriber, as it lies in that subscriber's queue. */
const BODY = {
  type: "object",
  required: ["id", "event", "version", "key", "payload", "envelope", "subscriber"],
  properties: {
    id: { type: "string" },
    event: { type: "string" },
    version: { type: "integer" },
    key: { type: "string" },
    payload: {},
    envelope: { type: "object" },
    subscriber: { type: "string" },
  },
};

/** Before the run ends what is left of a batch goes back unread. */
const LAST_START_MS = 1_000;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const messageOf = ({ body, attributes }: QueueRecord): Message | null => {
  const content = parse(body);
  if (violationsOf(BODY, content).length > 0) return null;
  return { ...checked<Omit<Message, "attempts">>(content), attempts: Number(attributes.ApproximateReceiveCount) };
};

export interface Events {
  /** Handles a batch, and names what is to come again. */
  readonly handle: (event: QueueEvent, deadline: number) => Promise<QueueAnswer>;
  /** Sends what the services have published; a fault is logged, and the schedule tries again. */
  readonly relay: () => Promise<void>;
}

/** What publishes and hears the events of a unit's services. */
export const createEvents = (platform: Platform, services: readonly Service<unknown>[]): Events => {
  const { log } = platform;
  let opening: ReturnType<typeof openBrokers> | null = null;
  const carriers = (): ReturnType<typeof openBrokers> => {
    opening ??= openBrokers(platform.config, log).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  const handlers = services.map(({ contract: { service }, subscriptions }) => ({
    names: new Set(subscriptions.map(({ name }) => name)),
    handle: handlerOf({ service, subscriptions, database: platform.databaseOf(service), log: log.with({ service }) }),
  }));
  /** Whether it needs to come no more. */
  const settled = async (record: QueueRecord): Promise<boolean> => {
    const message = messageOf(record);
    const handler = handlers.find(({ names }) => message !== null && names.has(message.subscriber));
    if (message === null || handler === undefined) {
      log.error("a message is for nobody here", { messageId: record.messageId, queue: record.eventSourceARN });
      return false;
    }
    const settlement = await handler.handle(message);
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
        const published = Object.keys(contract.events).map((name) => `${contract.service}.${name}`);
        if (published.length === 0) continue;
        await relayNow(platform.databaseOf(contract.service), contract.service, published, carriers).catch(
          (error: unknown) => log.warn("events wait for the next relay", { service: contract.service, error }),
        );
      }
    },
  };
};
