import type { Channel, Routes } from "../broker.ts";

export const topicOf = (routes: Routes, queue: string): string => `${routes.system}.${queue}`;

export const deadTopicOf = (routes: Routes, queue: string): string => `${routes.system}.${queue}.dead`;

/** The instances of a subscriber share a group. */
export const groupOf = (routes: Routes, { queue, subscriber }: Channel): string =>
  `${routes.system}.${queue.name}.${subscriber}`;
