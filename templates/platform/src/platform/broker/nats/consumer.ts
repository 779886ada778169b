import type { ConsumerMessages, JetStreamClient, JsMsg } from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import type { Log } from "../../kernel/world.ts";
import type { Channel, Consumption, Message, Routes } from "../broker.ts";
import { type limited, pauses } from "../lanes.ts";
import { readEvent } from "../wire.ts";
import { durableOf, streamOf } from "./names.ts";

/** Names the one subscriber that a message is for, where it is not for all. */
export const ONLY = "Only-For";
const AGAIN_MS = 1_000;
const ASK_AGAIN_MS = 10_000;
/** Who hears nothing for twice as long asks anew. */
const HEARTBEAT_MS = 1_000;

type Bury = (channel: Channel, message: Message, reason: string) => Promise<void>;

/** Says now and then that the message is still being worked on, and that nobody else shall have it. */
const keepAlive = (delivery: JsMsg, leaseMs: number): (() => void) => {
  const timer = setInterval(() => delivery.working(), leaseMs / 3);
  return () => clearInterval(timer);
};

/** Consumes one lane of a channel until it is stopped, one message after the other. */
export const consumeLane = async (
  stream: JetStreamClient,
  routes: Routes,
  channel: Channel,
  lane: number,
  consumption: Consumption & { readonly run: ReturnType<typeof limited>; readonly bury: Bury },
  log: Log,
): Promise<{ readonly stop: () => Promise<void> }> => {
  const { leaseMs, handle, run, bury } = consumption;
  const { pause, stop } = pauses();
  const name = streamOf(routes, channel.queue.name);
  const durable = durableOf(channel, lane);
  const manager = await stream.jetstreamManager();
  await manager.consumers.update(name, durable, { ack_wait: nanos(leaseMs) });
  let stopped = false;
  let messages: ConsumerMessages | null = null;

  const work = async (delivery: JsMsg): Promise<void> => {
    const event = readEvent(delivery.string());
    const only = delivery.headers?.get(ONLY) ?? "";
    const isMine = (only === "" || only === channel.subscriber) && (only !== "" || isHeard(channel, event.event));
    if (!isMine) return delivery.ack();
    const message = { ...event, subscriber: channel.subscriber, attempts: delivery.info.deliveryCount };
    const release = keepAlive(delivery, leaseMs);
    try {
      const how = await run(() => handle(message));
      if (how.kind === "retry") return delivery.nak(how.delayMs);
      if (how.kind === "bury" && how.keep) await bury(channel, message, how.reason);
      delivery.ack();
    } finally {
      release();
    }
  };

  const consume = async (): Promise<void> => {
    const consumer = await stream.consumers.get(name, durable);
    messages = await consumer.consume({ max_messages: 1, expires: ASK_AGAIN_MS, idle_heartbeat: HEARTBEAT_MS });
    if (stopped) messages.stop();
    for await (const delivery of messages) {
      await work(delivery).catch((error: unknown) =>
        log.warn("a message was not settled and will come again", { reason: String(error) }),
      );
      if (stopped) return;
    }
  };

  const finished = (async () => {
    while (!stopped) {
      await consume().catch((error: unknown) => log.warn("a lane will be taken up again", { reason: String(error) }));
      if (!stopped) await pause(AGAIN_MS);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      stop();
      messages?.stop();
      await finished;
    },
  };
};

const isHeard = (channel: Channel, event: string): boolean => event === "unreadable" || channel.events.includes(event);
