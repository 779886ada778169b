import type { FastifyInstance } from "fastify";
import { Counter, type Registry } from "prom-client";
import type { Deprecation } from "../kernel/deprecation.ts";
import type { Route } from "../kernel/world.ts";
import type { RootLog } from "../telemetry/log.ts";

/** As an operation is called in the API's description. */
export const operationIdOf = (operation: string): string => operation.replaceAll(/[.-]/g, "_");

/** Where people read about an operation. */
const docsOf = (operation: string): string => `/docs#/${operation.split(".")[0]}/${operationIdOf(operation)}`;

/** RFC 9745, RFC 8594 and RFC 8288. */
const headersOf = (operation: string, { since, sunset, use }: Deprecation): Readonly<Record<string, string>> => {
  const about = `<${docsOf(operation)}>; rel="deprecation"; type="text/html"`;
  const instead = use === null ? [] : [`<${docsOf(use)}>; rel="successor-version"; type="text/html"`];
  return {
    deprecation: `@${Date.parse(since) / 1_000}`,
    ...(sunset === null ? {} : { sunset: new Date(sunset).toUTCString() }),
    link: [about, ...instead].join(", "),
  };
};

/** Says on every answer of a deprecated route that it is one; counts and logs who asks for it still. */
export const announceDeprecation = (
  server: FastifyInstance,
  routes: readonly Route[],
  log: RootLog,
  registry?: Registry,
): void => {
  const uses = new Counter({
    name: "deprecated_requests_total",
    help: "Requests for operations that are on their way out",
    labelNames: ["operation"],
    registers: registry === undefined ? [] : [registry],
  });
  const deprecated = new Map<
    string,
    { readonly operation: string; readonly headers: Readonly<Record<string, string>> }
  >(
    routes.flatMap(({ method, path, operation, deprecated: one }) =>
      one === undefined ? [] : [[`${method} ${path}`, { operation, headers: headersOf(operation, one) }] as const],
    ),
  );
  server.addHook("onRequest", async (request, reply) => {
    const method = request.method === "HEAD" ? "GET" : request.method;
    const known = deprecated.get(`${method} ${request.routeOptions.url}`);
    if (known !== undefined) reply.headers(known.headers);
  });
  server.addHook("onResponse", async (request) => {
    const known = deprecated.get(`${request.method} ${request.routeOptions.url}`);
    if (known === undefined) return;
    uses.inc({ operation: known.operation });
    const user = request.user === null ? {} : { user: request.user.id };
    log.warn("a deprecated operation was asked for", { operation: known.operation, requestId: request.id, ...user });
  });
};
