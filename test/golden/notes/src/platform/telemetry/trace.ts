import { randomBytes } from "node:crypto";

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
