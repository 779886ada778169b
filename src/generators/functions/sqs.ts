import { createHash } from "node:crypto";
import type { Architecture } from "../../model/architecture.ts";
import type { Queue } from "../../model/queue.ts";

/** A queue in which the messages of one subscriber wait. */
export interface SubscriberQueue {
  readonly name: string;
  /** Null where nothing is kept of what was given up. */
  readonly deadName: string | null;
  /** `payments.open` */
  readonly subscriber: string;
  /** Events that come by it: `orders.OrderPlaced`. */
  readonly events: readonly string[];
  readonly attempts: number;
  readonly retainSeconds: number;
}

const LONGEST_NAME = 75;
const SHORTEST_S = 60;
const LONGEST_S = 1_209_600;

/** The name that the backend gives it too: `broker/sqs/names.ts` is the other end of this. */
const fitting = (name: string): string => {
  const plain = name.replaceAll(".", "_");
  if (plain.length <= LONGEST_NAME) return `${plain}.fifo`;
  return `${plain.slice(0, LONGEST_NAME - 9)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}.fifo`;
};

const heardBy = (queue: Queue, architecture: Architecture): ReadonlyMap<string, readonly string[]> => {
  const heard = new Map<string, string[]>();
  for (const service of architecture.services) {
    for (const { service: owner, event, operations } of service.reacts) {
      const name = `${owner}.${event}`;
      if (!queue.carries.includes(name)) continue;
      for (const operation of operations) {
        const subscriber = `${service.name}.${operation}`;
        heard.set(subscriber, [...(heard.get(subscriber) ?? []), name]);
      }
    }
  }
  return heard;
};

/** Every queue of the system, one for each subscriber of each queue of the spec. */
export const subscriberQueues = (architecture: Architecture): readonly SubscriberQueue[] =>
  architecture.queues.flatMap((queue) =>
    [...heardBy(queue, architecture)].map(([subscriber, events]) => ({
      name: fitting(`${architecture.name}-${queue.name}-${subscriber}`),
      deadName: queue.deadLetter ? fitting(`${architecture.name}-${queue.name}-${subscriber}-dead`) : null,
      subscriber,
      events,
      attempts: queue.attempts,
      retainSeconds: Math.min(LONGEST_S, Math.max(SHORTEST_S, Math.round(queue.retainMs / 1000))),
    })),
  );
