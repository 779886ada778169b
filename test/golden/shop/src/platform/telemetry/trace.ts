import { randomBytes } from "node:crypto";

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** A W3C trace context for work that begins here: in the trace of the one received, or in a new one where that is none. */
export const traceparentFrom = (received: string | undefined): string => {
  const [, trace = randomBytes(16).toString("hex"), flags = "01"] = TRACEPARENT.exec(received ?? "") ?? [];
  return `00-${trace}-${randomBytes(8).toString("hex")}-${flags}`;
};

export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);
