import type { FastifyInstance, InjectOptions } from "fastify";
import type { HttpAnswer, HttpEvent } from "./lambda.ts";

/** What an HTTP API takes. */
export const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] as const;
const TEXT = /^text\/|json|javascript|xml/;

/** Escapes what cannot stand in a path as it is; escapes that are there already stay. */
const escaped = (path: string): string =>
  path.replace(/%(?![0-9a-f]{2})|[^\w%!$&'()*+,./:;=@~-]/giu, (character) => encodeURIComponent(character));

const urlOf = ({ rawPath, rawQueryString }: HttpEvent): string =>
  rawQueryString === "" ? escaped(rawPath) : `${escaped(rawPath)}?${rawQueryString}`;

const requestOf = (event: HttpEvent): InjectOptions => {
  const { http } = event.requestContext;
  const cookie = event.cookies?.join("; ");
  return {
    method: METHODS.find((method) => method === http.method) ?? "OPTIONS",
    url: urlOf(event),
    headers: { ...event.headers, ...(cookie === undefined ? {} : { cookie }) },
    remoteAddress: http.sourceIp,
    ...(event.body === undefined
      ? {}
      : { payload: Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8") }),
  };
};

const text = (value: number | string | string[] | undefined): string => [value ?? ""].flat().join(", ");

/** Answers a request as the same server does behind a port: the same routes, checks, limits and problems. */
export const answerHttp = async (server: FastifyInstance, event: HttpEvent): Promise<HttpAnswer> => {
  const { statusCode, headers, rawPayload } = await server.inject(requestOf(event));
  const { connection: _connection, "transfer-encoding": _encoding, ...kept } = headers;
  const plain = TEXT.test(text(kept["content-type"])) || rawPayload.length === 0;
  return {
    statusCode,
    headers: Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, text(value)])),
    body: rawPayload.toString(plain ? "utf8" : "base64"),
    isBase64Encoded: !plain,
  };
};
