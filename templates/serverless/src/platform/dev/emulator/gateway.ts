import { isUtf8 } from "node:buffer";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { METHODS } from "../../functions/http.ts";
import type { HttpAnswer, HttpEvent } from "../../functions/lambda.ts";
import { refuse } from "../../http/route.ts";
import { createBareServer } from "../../http/server.ts";
import { checked } from "../../kernel/json.ts";
import { createLog } from "../../telemetry/log.ts";
import type { Metrics } from "../../telemetry/metrics.ts";

/** `POST /v1/orders/{id}/place` or `ANY /v1/orders` or `$default`, and the function that answers. */
export interface GatewayRoute {
  readonly key: string;
  readonly run: (event: HttpEvent) => Promise<unknown>;
}

/** What an HTTP API hands on as text; all else goes in base64. */
const TEXT = /^text\/|^application\/(?:[\w.+-]*json|xml|javascript)/;

const partsOf = (key: string): { readonly method: string; readonly url: string } => {
  const [method = "", path = ""] = key === "$default" ? ["ANY", "/*"] : key.split(" ");
  return { method, url: path.replaceAll(/\{(\w+)\}/g, ":$1") };
};

/** A method before ANY: the latter takes those of a path that no key names. */
const methodsOf = (key: string, keys: readonly string[]): string[] => {
  const { method, url } = partsOf(key);
  if (method !== "ANY") return [method];
  const named = keys.map(partsOf).filter((one) => one.url === url);
  return METHODS.filter((one) => named.every((other) => other.method !== one));
};

/** Of several values one, joined by commas. */
const headersOf = ({ headersDistinct }: FastifyRequest["raw"]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headersDistinct)
      .filter(([name]) => name !== "cookie" && name !== "connection")
      .map(([name, values = []]) => [name, values.join(",")]),
  );

const decoded = (path: string): string | null => {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
};

const eventOf = (request: FastifyRequest, routeKey: string, rawPath: string): HttpEvent => {
  const { method, headers, ip: sourceIp } = request;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const [, query = ""] = request.url.split(/\?(.*)/s);
  const plain = TEXT.test(headers["content-type"] ?? "") && isUtf8(body);
  const cookies = headers.cookie?.split("; ");
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString: query,
    headers: headersOf(request.raw),
    ...(cookies === undefined ? {} : { cookies }),
    requestContext: { http: { method, path: rawPath, sourceIp } },
    ...(body.length === 0 ? {} : { body: body.toString(plain ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !plain,
  };
};

const answerBy =
  ({ key, run }: GatewayRoute, onFault: (error: unknown) => void) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const rawPath = decoded(request.url.split("?")[0] ?? "/");
    if (rawPath === null) return refuse(request, reply, { code: "malformed", message: "The path cannot be read." });
    try {
      const { statusCode, headers, body, isBase64Encoded } = checked<HttpAnswer>(
        await run(eventOf(request, key, rawPath)),
      );
      const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
      return reply
        .code(statusCode)
        .headers(headers)
        .send(bytes.length === 0 ? undefined : bytes);
    } catch (error) {
      onFault(error);
      return refuse(request, reply, { code: "internal", message: "Something went wrong; the log says what." });
    }
  };

/**
 * An HTTP API of API Gateway, as far as a function sees it. It reads HTTP by the server of a process: what that refuses
 * comes to no function.
 */
export const createGateway = async (
  routes: readonly GatewayRoute[],
  metrics: Metrics,
  onFault: (error: unknown) => void,
): Promise<FastifyInstance> => {
  // The functions log their requests themselves.
  const server = await createBareServer({ routes: [], metrics, log: createLog("gateway", "silent") });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  const keys = routes.map(({ key }) => key);
  for (const route of routes) {
    const { url } = partsOf(route.key);
    server.route({
      // What browsers ask before they ask is answered by the server itself, where pages of others may ask at all.
      method: methodsOf(route.key, keys).filter((method) => !server.hasRoute({ method, url })),
      url,
      // A key for GET takes no HEAD.
      exposeHeadRoute: false,
      handler: answerBy(route, onFault),
    });
  }
  return server;
};
