import type { Architecture } from "../../model/architecture.ts";
import type { Queue } from "../../model/queue.ts";
import { numberText } from "../service/methods.ts";
import { externalBrokers } from "./brokers.ts";
import { clearingSubscribers } from "./cache.ts";
import { arrayOf, line, objectOf, type Source } from "../service/code/layout.ts";

const text = (value: string): Source => JSON.stringify(value);

const queueSource = (queue: Queue, named: boolean): Source =>
  objectOf([
    ["name", text(queue.name)],
    ["carries", arrayOf(queue.carries.map(text))],
    ["attempts", String(queue.attempts)],
    ["firstBackoffMs", String(queue.backoff.firstMs)],
    ["lastBackoffMs", String(queue.backoff.lastMs)],
    ["deadLetter", String(queue.deadLetter)],
    ["retainMs", numberText(queue.retainMs)],
    ...(named ? [["broker", text(queue.broker)] as const] : []),
  ]);

/** The two tables of `queues.ts`: how events travel, and who hears which. */
export const queueTables = (architecture: Architecture): { readonly queues: string; readonly subscriptions: string } => {
  const subscriptions = architecture.services.flatMap((service) =>
    service.reacts.flatMap((reaction) =>
      reaction.operations.map((operation) =>
        objectOf([
          ["event", text(`${reaction.service}.${reaction.event}`)],
          ["subscriber", text(`${service.name}.${operation}`)],
        ]),
      ),
    ),
  );
  const clearing = clearingSubscribers(architecture).map(([event, subscriber]) =>
    objectOf([
      ["event", text(event)],
      ["subscriber", text(subscriber)],
    ]),
  );
  return {
    queues: line(0, "const queues: readonly Queue[] = ", arrayOf(architecture.queues.map((queue) => queueSource(queue, externalBrokers(architecture).length > 0))), ";"),
    subscriptions: line(0, "export const subscriptions: readonly { readonly event: string; readonly subscriber: string }[] = ", arrayOf([...subscriptions, ...clearing]), ";"),
  };
};
