import type { Redis } from "ioredis";
import { checked } from "../../kernel/json.ts";
import type { Log } from "../../kernel/world.ts";
import {
  type Broker,
  type Channel,
  type Consumption,
  channelsOf,
  type DeadLetter,
  type Message,
  type Routes,
} from "../broker.ts";
import { type Claims, consumeClaims } from "../claims.ts";
import { readEvent, writeEvent } from "../wire.ts";
import { hear, openRedis, runScript } from "./connection.ts";
import { scripts } from "./scripts.ts";

/** All keys of a system lie in one slot of a cluster, so that a script may touch several of them. */
const prefixOf = (routes: Routes): string => `{${routes.system}}:`;

const nameOf = (channel: Channel): string => `${channel.queue.name}:${channel.subscriber}`;

interface Claimed extends Message {
  readonly place: string;
}

/** Writes down who hears what, before anybody speaks. */
export const prepareRedis = async (url: string, routes: Routes, log: Log): Promise<void> => {
  const redis = await openRedis(url, log);
  const prefix = prefixOf(routes);
  const hearing = new Map<string, string[]>();
  for (const channel of channelsOf(routes)) {
    for (const event of channel.events) hearing.set(event, [...(hearing.get(event) ?? []), nameOf(channel)]);
  }
  try {
    const step = redis.multi();
    for (const event of await redis.smembers(`${prefix}events`)) step.del(`${prefix}hearing:${event}`);
    step.del(`${prefix}events`);
    for (const [event, names] of hearing) step.sadd(`${prefix}events`, event).sadd(`${prefix}hearing:${event}`, names);
    await step.exec();
  } finally {
    redis.disconnect();
  }
};

const claimsOf = (redis: Redis, routes: Routes, channel: Channel): Claims => {
  const base = `${prefixOf(routes)}${nameOf(channel)}`;
  const settle = async (message: Message, how: string, more: string | number): Promise<void> => {
    const { key, place, attempts } = checked<Claimed>(message);
    await runScript(redis, scripts.settle, [base], [key, place, attempts, how, more]);
  };
  return {
    claim: async (_subscribers, limit, leaseMs) => {
      const found = checked<readonly (readonly [string, number, string])[]>(
        await runScript(redis, scripts.claim, [base], [limit, leaseMs]),
      );
      return found.map(
        ([place, attempts, event]): Claimed => ({
          ...readEvent(event),
          subscriber: channel.subscriber,
          attempts,
          place,
        }),
      );
    },
    done: (message) => settle(message, "done", ""),
    retry: (message, delayMs) => settle(message, "retry", Math.round(delayMs)),
    bury: (message, reason, keep) => settle(message, keep ? "bury" : "done", reason),
    onArrival: (wake) => hear(redis, `${prefixOf(routes)}arrivals`, wake),
  };
};

interface Buried extends DeadLetter {
  readonly place: string;
  readonly base: string;
}

const buriedIn = async (redis: Redis, base: string, subscriber: string): Promise<readonly Buried[]> => {
  const entries = await redis.xrange(`${base}:dead`, "-", "+");
  return entries.map(([place, [, event = "", , attempts = "0", , reason = ""]]) => ({
    ...readEvent(event),
    subscriber,
    attempts: Number(attempts),
    reason,
    diedAt: new Date(Number(place.split("-")[0])).toISOString(),
    place,
    base,
  }));
};

/**
 * A broker in Redis 6.2 or later: streams, with an index by key beside each.
 * @throws BrokerUnreachableError
 */
export const createRedisBroker = async (url: string, routes: Routes, log: Log): Promise<Broker> => {
  const redis = await openRedis(url, log);
  const prefix = prefixOf(routes);
  const channels = channelsOf(routes);
  const baseOf = (channel: Channel): string => `${prefix}${nameOf(channel)}`;
  return {
    publish: async (events) => {
      const values = events.flatMap((event) => [event.event, event.key, writeEvent(event)]);
      await runScript(redis, scripts.publish, [prefix], values);
    },
    consume: async (consumption: Consumption) => {
      const heard = channels.filter((channel) => consumption.subscribers.includes(channel.subscriber));
      const running = await Promise.all(
        heard.map((channel) => consumeClaims(claimsOf(redis, routes, channel), consumption, log)),
      );
      return {
        stop: async () => {
          await Promise.all(running.map((one) => one.stop()));
        },
      };
    },
    depth: async () => {
      const lengths = await Promise.all(channels.map((channel) => redis.xlen(`${baseOf(channel)}:messages`)));
      return lengths.reduce((sum, length) => sum + length, 0);
    },
    deadLetters: {
      list: async () => {
        const all = await Promise.all(channels.map((one) => buriedIn(redis, baseOf(one), one.subscriber)));
        return all.flat().sort((a, b) => (a.diedAt < b.diedAt ? -1 : 1));
      },
      replay: async (letter) => {
        const { base, place, key } = checked<Buried>(letter);
        await runScript(redis, scripts.replay, [prefix, base], [key, place, writeEvent(letter)]);
      },
      discard: async (letter) => {
        const { base, place } = checked<Buried>(letter);
        await redis.xdel(`${base}:dead`, place);
      },
    },
    purge: async () => {
      for (const channel of channels) {
        await runScript(redis, scripts.purge, [baseOf(channel)], [channel.queue.retainMs]);
      }
    },
    close: async () => redis.disconnect(),
  };
};
