import type { Channel, Routes } from "../broker.ts";
import { laneOf } from "../lanes.ts";

/** Names of streams and consumers take no dots. */
const plain = (name: string): string => name.replaceAll(".", "_");

export const streamOf = (routes: Routes, queue: string): string => plain(`${routes.system}_${queue}`);

export const deadStreamOf = (routes: Routes, queue: string): string => plain(`${routes.system}_${queue}_dead`);

/** One for each lane, shared by all instances. */
export const durableOf = ({ subscriber }: Channel, lane: number): string => plain(`${subscriber}_${lane}`);

/** Of all that a queue carries. */
export const queueSubject = (routes: Routes, queue: string): string => `${plain(routes.system)}.live.${queue}.>`;

export const laneSubject = (routes: Routes, queue: string, lane: number): string =>
  `${plain(routes.system)}.live.${queue}.${lane}`;

export const subjectOf = (routes: Routes, event: string, key: string): string =>
  `${laneSubject(routes, routes.queueOf(event).name, laneOf(key))}.${event}`;

export const deadSubject = (routes: Routes, queue: string, subscriber: string): string =>
  `${plain(routes.system)}.dead.${queue}.${subscriber}`;
