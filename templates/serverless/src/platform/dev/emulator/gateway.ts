import { isUtf8 } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { HttpAnswer, HttpEvent } from "../../functions/lambda.ts";
import { checked } from "../../kernel/json.ts";

/** `POST /v1/orders/{id}/place` or `ANY /v1/orders` or `$default`, and the function that answers. */
export interface GatewayRoute {
  readonly key: string;
  readonly run: (event: HttpEvent) => Promise<unknown>;
}

const LARGEST_BODY_BYTES = 10 * 1024 * 1024;
/** What an HTTP API hands on as text; all else goes in base64. */
const TEXT = /^text\/|^application\/(?:[\w.+-]*json|xml|javascript)/;

const patternOf = (path: string): RegExp => {
  const parts = path.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]+")}$`);
};

/** A method before ANY, a path without variables before one with, `$default` last. */
const precedence = (key: string): number => {
  if (key === "$default") return 4;
  return (key.startsWith("ANY ") ? 1 : 0) + (key.includes("{") ? 2 : 0);
};

const chooser = (routes: readonly GatewayRoute[]) => {
  const known = routes
    .map((route) => {
      const [method = "", path = ""] = route.key.split(" ");
      return { route, method, pattern: patternOf(path), rank: precedence(route.key) };
    })
    .sort((a, b) => a.rank - b.rank);
  return (method: string, path: string): GatewayRoute | undefined =>
    known.find((one) => one.rank === 4 || (["ANY", method].includes(one.method) && one.pattern.test(path)))?.route;
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(checked<Uint8Array>(chunk));
    size += bytes.length;
    if (size > LARGEST_BODY_BYTES) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

const headersOf = (request: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(request.headers)
      .filter(([name]) => name !== "cookie" && name !== "connection")
      .map(([name, value]) => [name, [value ?? ""].flat().join(",")]),
  );

const decoded = (path: string): string | null => {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
};

const eventOf = (request: IncomingMessage, routeKey: string, rawPath: string, body: Buffer): HttpEvent => {
  const method = request.method ?? "GET";
  const [, query = ""] = (request.url ?? "/").split(/\?(.*)/s);
  const plain = TEXT.test(request.headers["content-type"] ?? "") && isUtf8(body);
  const cookies = request.headers.cookie?.split("; ");
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString: query,
    headers: headersOf(request),
    ...(cookies === undefined ? {} : { cookies }),
    requestContext: { http: { method, path: rawPath, sourceIp: request.socket.remoteAddress ?? "" } },
    ...(body.length === 0 ? {} : { body: body.toString(plain ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !plain,
  };
};

const say = (response: ServerResponse, status: number, message: string): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message }));
};

/** An HTTP API of API Gateway, as far as a function sees it. */
export const createGateway = (routes: readonly GatewayRoute[], onFault: (error: unknown) => void): Server => {
  const choose = chooser(routes);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const body = await bodyOf(request);
    if (body === null) return say(response, 413, "Request Entity Too Large");
    const route = choose(request.method ?? "GET", path);
    const rawPath = decoded(path);
    if (rawPath === null || route === undefined) return say(response, 404, "Not Found");
    const result = checked<HttpAnswer>(await route.run(eventOf(request, route.key, rawPath, body)));
    response
      .writeHead(result.statusCode, result.headers)
      .end(Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8"));
  };
  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      onFault(error);
      say(response, 500, "Internal Server Error");
    });
  });
};
