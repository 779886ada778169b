import type { FastifyInstance } from "fastify";
import { Counter, type Registry } from "prom-client";
import type { Deprecation } from "../kernel/deprecation.ts";
import type { User } from "../kernel/envelope.ts";
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

const USES = "deprecated_requests_total";

/** Counts and logs who asks still, in whatever style: there is one counter in a registry. */
export const noteUses = (log: RootLog, registry?: Registry) => {
  const known = registry?.getSingleMetric(USES);
  const uses =
    known instanceof Counter
      ? known
      : new Counter({
          name: USES,
          help: "Requests for operations that are on their way out",
          labelNames: ["operation"],
          registers: registry === undefined ? [] : [registry],
        });
  return (operation: string, request: { readonly id: string; readonly user: User | null }): void => {
    uses.inc({ operation });
    const user = request.user === null ? {} : { user: request.user.id };
    log.warn("a deprecated operation was asked for", { operation, requestId: request.id, ...user });
  };
};

/** Says on every answer of a deprecated route that it is one, and notes who asks for it still. */
export const announceDeprecation = (
  server: FastifyInstance,
  routes: readonly Route[],
  log: RootLog,
  registry?: Registry,
): void => {
  const used = noteUses(log, registry);
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
    if (known !== undefined) used(known.operation, request);
  });
};
