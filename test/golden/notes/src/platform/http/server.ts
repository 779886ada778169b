import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { traceIdOf } from "../ids.ts";
import type { Failure } from "../kernel/result.ts";
import type { Route } from "../kernel/world.ts";
import type { RootLog } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { requestIdOf } from "./headers.ts";
import { problemOf } from "./problem.ts";
import { type Access, enter, refuse, served } from "./route.ts";
import { MalformedJsonError, parseStrictJson } from "./strict-json.ts";

const BODY_LIMIT_BYTES = 65536;
const REQUEST_TIMEOUT_MS = 25_000;
/** Who sends bytes one by one holds a connection for no longer than this. That there is a Host is for us to say. */
const LIMITS = { headersTimeout: 10_000, connectionsCheckingInterval: 1_000, requireHostHeader: false };
const JSON_TYPES = ["application/json", "application/merge-patch+json"];

export interface ServerOptions {
  readonly routes: readonly Route[];
  /** Null: everybody may do everything. */
  readonly access: Access | null;
  readonly log: RootLog;
  readonly metrics: Pick<Metrics, "request">;
}

interface BareOptions extends Pick<ServerOptions, "log" | "metrics"> {
  readonly routes: readonly Pick<Route, "method" | "path">[];
}

/** What a fault of HTTP itself is called; null where the fault is ours. */
const failureOf = (error: FastifyError | MalformedJsonError): Failure | null => {
  if (error instanceof MalformedJsonError) return { code: "malformed", message: error.message };
  const status = error.statusCode ?? 500;
  if (status === 413) return { code: "tooLarge", message: `A body may have ${BODY_LIMIT_BYTES} bytes.` };
  if (status === 415) return { code: "unsupportedMediaType", message: "Bodies are JSON in UTF-8, not encoded." };
  return status >= 400 && status < 500 ? { code: "malformed", message: "The request cannot be read." } : null;
};

const onError = (log: RootLog) => (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
  const failure = failureOf(error);
  if (failure === null) log.error("a request failed", { requestId: request.id, error });
  return refuse(request, reply, failure ?? { code: "internal", message: "Something went wrong; the log says what." });
};

const CLIENT_FAULTS: Readonly<Record<string, Failure>> = {
  HPE_HEADER_OVERFLOW: { code: "headersTooLarge", message: "The headers are too large." },
  ERR_HTTP_REQUEST_TIMEOUT: { code: "tooSlow", message: "The request did not come in time." },
};

/** What cannot even be parsed as HTTP is answered by hand, and the connection closed. */
const onClientError = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const failure = CLIENT_FAULTS[error.code ?? ""] ?? { code: "malformed", message: "The request cannot be read." };
  const problem = problemOf(failure, randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    "Content-Type: application/problem+json",
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
};

const parseJsonBodies = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(JSON_TYPES, { parseAs: "buffer" }, (request, body, done) => {
    const { "content-encoding": encoding, "content-type": type = "" } = request.headers;
    if (encoding !== undefined || /;\s*charset=(?!"?utf-8"?\s*(?:;|$))/i.test(type)) {
      return done(Object.assign(new Error("encoded"), { statusCode: 415 }));
    }
    if (body.length === 0) return done(null, undefined);
    try {
      return done(null, parseStrictJson(Buffer.from(body)));
    } catch (error) {
      return done(error instanceof Error ? error : new Error(String(error)));
    }
  });
};

/** A path that exists under another method is 405 and says which; all else is 404. */
const onNotFound = (routes: BareOptions["routes"]) => {
  const paths = routes.map((route) => ({
    method: route.method,
    pattern: new RegExp(`^${route.path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+")}$`),
  }));
  return (request: FastifyRequest, reply: FastifyReply) => {
    const [path = ""] = request.url.split("?");
    const methods = paths.filter((known) => known.pattern.test(path)).map((known) => known.method);
    if (methods.length === 0) return refuse(request, reply, { code: "notFound", message: "There is nothing here." });
    const allow = [...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])))].join(", ");
    return refuse(request, reply.header("allow", allow), { code: "methodNotAllowed", message: `Use ${allow}.` });
  };
};

/** Counts each request and writes its line, once: when it was answered, or who asked has gone (499, as nginx has it). */
const observe = (request: FastifyRequest, reply: FastifyReply, { log, metrics }: BareOptions): void => {
  const begun = performance.now();
  reply.raw.on("close", () => {
    const ms = performance.now() - begun;
    const route = request.routeOptions.url ?? "none";
    const status = reply.raw.writableEnded ? reply.statusCode : 499;
    metrics.request(request.method, route, status, ms / 1000);
    log.info("request", {
      requestId: request.id,
      traceId: traceIdOf(request.traceparent),
      method: request.method,
      route,
      path: route === "none" ? /^[!->@-~]{0,200}/.exec(request.url)?.[0] : undefined,
      status,
      durationMs: Math.round(ms * 10) / 10,
      failure: request.failure || undefined,
      user: request.user?.id,
    });
  });
};

/** No hook runs where the address cannot be read: what every request gets is done by hand. */
const onUnreadable = (options: BareOptions) => {
  const handle = onError(options.log);
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    observe(request, reply, options);
    enter(request, reply, () => void handle(error, request, reply));
  };
};

/** A server that knows ids, logs and problems, and no route yet. */
const createBareServer = async (options: BareOptions): Promise<FastifyInstance<Server>> => {
  const { routes, log } = options;
  const server = fastify({
    http: LIMITS,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Who has a connection still is answered once more, and told that it closes.
    return503OnClosing: false,
    genReqId: (request) => requestIdOf(request.headers),
    clientErrorHandler: onClientError,
    frameworkErrors: onUnreadable(options),
  });
  server.decorateRequest("user", null);
  server.decorateRequest("traceparent", "");
  server.decorateRequest("failure", "");
  server.decorateRequest("deadline", Number.POSITIVE_INFINITY);
  server.addHook("onRequest", (request, reply, done) => {
    observe(request, reply, options);
    done();
  });
  server.addHook("onRequest", enter);
  // All of them, so that none is dropped before they are counted.
  server.server.maxHeadersCount = 0;
  server.setErrorHandler(onError(log));
  server.setNotFoundHandler(onNotFound(routes));
  return server;
};

/** The public server: the routes and nothing else. */
export const createServer = async (options: ServerOptions): Promise<FastifyInstance<Server>> => {
  const { routes, access, log } = options;
  const server = await createBareServer(options);
  parseJsonBodies(server);
  for (const route of routes) server.route(served(route, access, log));
  return server;
};
