import type { Log } from "../kernel/world.ts";
import type { Limits } from "./config.ts";
import { createCounter } from "./counter.ts";
import { createLimiter, type Limiter } from "./limiter.ts";
import { limits } from "./limits.ts";

interface OpenLimiter {
  /** Of the server that counts. */
  readonly options: { readonly limiter?: Limiter; readonly trustedProxies: readonly string[] };
  readonly close: () => Promise<void>;
}

/** The limits of the spec over the counter that the environment names. */
export const openLimiter = ({ url, trustedProxies, off }: Limits, log: Log, shared = false): OpenLimiter => {
  if (off) return { options: { trustedProxies }, close: () => Promise.resolve() };
  const counter = createCounter({ url, shared }, log);
  return { options: { limiter: createLimiter(limits, counter, log), trustedProxies }, close: counter.close };
};
