import { randomBytes, randomUUID } from "node:crypto";

/** A UUID of version 7: milliseconds since 1970, then random bits, so that ids sort by the time they were made. */
export const newId = (): string => {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
};

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;
const STORE_BYTES = 4_096;

let store = "";
let used = 0;

/** Random hexadecimal digits, from a store: asking for many at once is cheaper than asking for each. */
const digits = (count: number): string => {
  if (used + count > store.length) {
    store = randomBytes(STORE_BYTES).toString("hex");
    used = 0;
  }
  used += count;
  return store.slice(used - count, used);
};

/** A W3C trace context for work that begins here: in the trace of the one received, or in a new one where that is none. */
export const traceparentFrom = (received: string | undefined): string => {
  const [, trace = digits(32), flags = "01"] = received === undefined ? [] : (TRACEPARENT.exec(received) ?? []);
  return `00-${trace}-${digits(16)}-${flags}`;
};

export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);
