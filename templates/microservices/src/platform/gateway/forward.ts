import type { FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import type { Access } from "../http/access.ts";
import { guard, refuse } from "../http/route.ts";
import type { Route } from "../kernel/world.ts";
import { requestHeaders, responseHeaders } from "./headers.ts";
import type { Upstream } from "./upstream.ts";

/** A route of some unit, as the gateway needs to know it. */
export interface GatewayRoute extends Pick<Route, "operation" | "method" | "path" | "kind" | "timeoutMs"> {
  readonly unit: string;
}

/** Segments that some reader of the URL would resolve: what was matched here must be what is asked there. */
const DOTS = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

const bodyOf = (request: FastifyRequest): Buffer | null => (Buffer.isBuffer(request.body) ? request.body : null);

/** A route as the gateway serves it: guarded here, and again by the unit that it is forwarded to. */
export const forwarded = (route: GatewayRoute, upstream: Upstream, access: Access | null): RouteOptions => ({
  method: route.method,
  url: route.path,
  onRequest: guard(route, access),
  handler: async (request, reply) => {
    const [path = ""] = request.url.split("?");
    if (DOTS.test(path)) return refuse(request, reply, { code: "malformed", message: "The path has dots in it." });
    const answer = await upstream.send({
      method: request.method,
      path: request.url,
      headers: requestHeaders(request),
      body: bodyOf(request),
      kind: route.kind,
      timeoutMs: route.timeoutMs,
      signal: goneOf(reply),
    });
    if ("code" in answer) return refuse(request, reply, answer);
    return reply.code(answer.status).headers(responseHeaders(answer.headers)).send(answer.body);
  },
});

const goneOf = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
};
