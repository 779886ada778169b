import { randomUUID } from "node:crypto";

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** 32 digits; Node keeps random ids in store, which makes them cheaper than as many random bytes. */
const digits = (): string => randomUUID().replaceAll("-", "");

/** A W3C trace context for work that begins here: in the trace of the one received, or in a new one where that is none. */
export const traceparentFrom = (received: string | undefined): string => {
  const [, trace = digits(), flags = "01"] = TRACEPARENT.exec(received ?? "") ?? [];
  return `00-${trace}-${digits().slice(16)}-${flags}`;
};

export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);
