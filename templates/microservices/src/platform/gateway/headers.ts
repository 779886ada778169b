import type { IncomingHttpHeaders } from "node:http";
import type { FastifyRequest } from "fastify";

/** All that goes from a client to a unit: whatever else a request claims, of identity above all, ends here. */
const FORWARDED = [
  "accept",
  "api-version",
  "authorization",
  "content-encoding",
  "content-type",
  "idempotency-key",
  "if-match",
  "if-none-match",
  "tracestate",
  "user-agent",
  "webhook-id",
  "webhook-signature",
  "webhook-timestamp",
];

/** Between two machines alone (RFC 9110, 7.6.1), or set anew here. */
const HELD_BACK = new Set([
  "connection",
  "date",
  "keep-alive",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-request-id",
]);

export const requestHeaders = (request: FastifyRequest): Record<string, string> => {
  const names = FORWARDED.filter((name) => request.headers[name] !== undefined);
  return {
    ...Object.fromEntries(names.map((name) => [name, String(request.headers[name])])),
    "x-request-id": request.id,
    "x-forwarded-for": request.ip,
    traceparent: request.traceparent,
  };
};

export const responseHeaders = (headers: IncomingHttpHeaders): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || HELD_BACK.has(name) ? [] : [[name, value]],
    ),
  );
