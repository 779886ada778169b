import { randomUUID } from "node:crypto";

/** A UUID of version 7: milliseconds since 1970, then random bits, so that ids sort by the time they were made. */
export const newId = (): string => {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
};
