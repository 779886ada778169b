import { createHash } from "node:crypto";
import { checked } from "../kernel/json.ts";
import { isContext, type PublishedEvent } from "./broker.ts";

/** An event as it travels: JSON, and nothing in it of who hears it. */
export const writeEvent = ({ id, event, version, key, payload, envelope }: PublishedEvent): string =>
  JSON.stringify({ id, event, version, key, payload, envelope });

/** What none of us wrote. It is an event that nobody hears, so that it is put aside like any other. */
const unreadable = (text: string): PublishedEvent => ({
  id: createHash("sha256")
    .update(text)
    .digest("hex")
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-8$3-8$4-$5"),
  event: "unreadable",
  version: 0,
  key: "",
  payload: text,
  envelope: { user: null, tenant: null, requestId: "", traceparent: "" },
});

const isEvent = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  ["id", "event", "key", "payload"].every((name) => name in value) &&
  "envelope" in value &&
  isContext(value.envelope);

export const readEvent = (text: string): PublishedEvent => {
  try {
    const value: unknown = JSON.parse(text);
    return isEvent(value) ? checked<PublishedEvent>(value) : unreadable(text);
  } catch {
    return unreadable(text);
  }
};

/** Parts of a batch in which no key occurs twice: where one event is refused, none after it of its key has gone ahead. */
export const waves = (events: readonly PublishedEvent[], largest: number): readonly (readonly PublishedEvent[])[] => {
  const parts: PublishedEvent[][] = [];
  const next = new Map<string, number>();
  for (const event of events) {
    let at = next.get(event.key) ?? 0;
    while ((parts[at]?.length ?? 0) >= largest) at += 1;
    next.set(event.key, at + 1);
    parts[at] = [...(parts[at] ?? []), event];
  }
  return parts;
};

/** Rejects where the work takes longer. */
export const within = async <Value>(ms: number, what: string, work: Promise<Value>): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
