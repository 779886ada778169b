import type { Envelope } from "./envelope.ts";

/**
 * The tenant in whose name something runs: a token names it, and every call and event carries it on.
 * @throws where there is none, as in a job: it names the tenant itself
 */
export const tenantOf = ({ tenant }: Envelope): string => {
  if (tenant === null) throw new Error("This runs in no tenant's name.");
  return tenant;
};
