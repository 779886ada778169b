import type { Message } from "../../broker/broker.ts";
import { type Carrier, openBrokers } from "../../broker/brokers.ts";
import { groupOf } from "../../broker/sqs/names.ts";
import { writeEvent } from "../../broker/wire.ts";
import { readDatabases, readEnvironment } from "../../config.ts";
import { watchBrokers } from "../../events.ts";
import type { QueueAnswer, QueueEvent } from "../../functions/lambda.ts";
import { queues } from "../../functions/queues.ts";
import type { Check } from "../../http/admin.ts";
import { checked } from "../../kernel/json.ts";
import type { Log } from "../../kernel/world.ts";
import { backoffOf, queueOf } from "../../queues.ts";
import type { Metrics } from "../../telemetry/metrics.ts";

const AT_ONCE = 4;
/** A message is a function's for as long as a queue in the cloud would let it be. */
const LEASE_MS = 60_000;

/** A function, and the subscribers whose queues run it: `orders.pay`. */
export interface Hearing {
  readonly hears: readonly string[];
  readonly run: (event: unknown) => Promise<unknown>;
}

const arnOf = ({ event, subscriber }: Message): string => {
  const queue = queues.find(({ channel }) => channel.subscriber === subscriber && channel.events.includes(event));
  return `arn:aws:sqs:local:000000000000:${queue?.name ?? ""}`;
};

const batchOf = (message: Message): QueueEvent => ({
  Records: [
    {
      messageId: message.id,
      receiptHandle: message.id,
      body: writeEvent(message),
      attributes: {
        ApproximateReceiveCount: String(message.attempts),
        MessageGroupId: groupOf(message.key),
      },
      eventSource: "aws:sqs",
      eventSourceARN: arnOf(message),
    },
  ],
});

/** Hands a message to the function, and says what the queue does with it after that. */
const handle = (run: Hearing["run"], log: Log) => async (message: Message) => {
  const queue = queueOf(message.event);
  const batch = batchOf(message);
  const answer = await run(batch).catch((error: unknown) => {
    log.error("a function failed", { subscriber: message.subscriber, error });
    return { batchItemFailures: [{ itemIdentifier: message.id }] };
  });
  const failures = checked<QueueAnswer>(answer).batchItemFailures;
  if (failures.length === 0) return { kind: "done" } as const;
  if (message.attempts < queue.attempts) return { kind: "retry", delayMs: backoffOf(queue, message.attempts) } as const;
  return { kind: "bury", reason: "it was received as often as its queue allows", keep: queue.deadLetter } as const;
};

/** The queues of the system, on the broker of development: each message goes to its function as a batch of one. */
export const startQueues = async (
  hearing: readonly Hearing[],
  metrics: Metrics,
  log: Log,
): Promise<{ readonly check: Check; readonly stop: () => Promise<void> }> => {
  const carriers: readonly Carrier[] = await openBrokers(readDatabases(readEnvironment(), []), log);
  const running = await Promise.all(
    carriers.flatMap(({ broker }) =>
      hearing.map(({ hears, run }) =>
        broker.consume({ subscribers: hears, atOnce: AT_ONCE, leaseMs: LEASE_MS, handle: handle(run, log) }),
      ),
    ),
  );
  return {
    check: watchBrokers(carriers, metrics),
    stop: async () => {
      await Promise.all(running.map((one) => one.stop()));
      await Promise.all(carriers.map(({ broker }) => broker.close()));
    },
  };
};
