import type { Channel, Routes } from "../broker.ts";
import { laneNumbers } from "../lanes.ts";

export const exchangeOf = (routes: Routes, queue: string): string => `${routes.system}.${queue}`;

export const laneQueue = (routes: Routes, { queue, subscriber }: Channel, lane: number): string =>
  `${routes.system}.${queue.name}.${subscriber}.${lane}`;

export const laneQueues = (routes: Routes, channel: Channel): readonly string[] =>
  laneNumbers.map((lane) => laneQueue(routes, channel, lane));

export const deadQueue = (routes: Routes, { queue, subscriber }: Channel): string =>
  `${routes.system}.${queue.name}.${subscriber}.dead`;

/** By which an event finds the queues of its lane. */
export const routingKey = (event: string, lane: number): string => `${event}.${lane}`;
