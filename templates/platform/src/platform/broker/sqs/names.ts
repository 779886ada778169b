import { createHash } from "node:crypto";
import type { Channel, Routes } from "../broker.ts";

const LONGEST = 75;

/** A name that SQS takes; one that is too long is told from its like by a hash. */
const fitting = (name: string): string => {
  const plain = name.replaceAll(".", "_");
  if (plain.length <= LONGEST) return `${plain}.fifo`;
  return `${plain.slice(0, LONGEST - 9)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}.fifo`;
};

export const queueName = (routes: Routes, { queue, subscriber }: Channel): string =>
  fitting(`${routes.system}-${queue.name}-${subscriber}`);

export const deadQueueName = (routes: Routes, { queue, subscriber }: Channel): string =>
  fitting(`${routes.system}-${queue.name}-${subscriber}-dead`);

/** The messages of one group are handed out one after the other. Any text may be a key; not any text may name a group. */
export const groupOf = (key: string): string => createHash("sha256").update(key).digest("hex");
