import type { FastifyRequest } from "fastify";
import { checked } from "../kernel/json.ts";
import type { Log } from "../kernel/world.ts";

/** What was decided about a request, and by what. */
export interface Decision {
  readonly operation: string;
  /** The id of a user, `service:orders`, or `nobody`. */
  readonly who: string;
  readonly allowed: boolean;
  /** `anonymous`, `role:staff`, `policy`, `callers`; `no token` and `no role` where nothing lets them in. */
  readonly rule: string;
}

/** What is told of the request. */
type Decided = Pick<FastifyRequest, "id" | "params"> & { readonly routeOptions: { readonly url?: string | undefined } };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The path with the ids in it, and with nothing else that was sent: that may tell of a person. */
const resourceOf = ({ routeOptions, params }: Decided): string => {
  const path = routeOptions.url ?? "none";
  if (!path.includes(":")) return path;
  const values = checked<Readonly<Record<string, string | undefined>>>(params ?? {});
  return path.replaceAll(/:(\w+)/g, (place, name: string) => {
    const value = values[name] ?? "";
    return UUID.test(value) ? value : place;
  });
};

/** A decision as a line of log holds it: ids and names alone, no token and no text that was sent. */
export const decisionOn = (request: Decided, { operation, who, allowed, rule }: Decision) => ({
  operation,
  who,
  resource: resourceOf(request),
  decision: allowed ? "allow" : "deny",
  rule,
});

/** A line of log for a decision that the line of its request does not hold, whether it lets in or not. */
export const noteDecision = (log: Log, request: Decided, decision: Decision): void =>
  log.info("authorisation", { requestId: request.id, ...decisionOn(request, decision) });
