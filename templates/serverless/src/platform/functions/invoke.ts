import { type Environment, readEnvironment } from "../config.ts";
import { checked } from "../kernel/json.ts";
import { violationsOf } from "../kernel/schema.ts";
import { overHttp, type Send } from "../remote/client.ts";
import { askAws } from "./aws.ts";
import type { HttpAnswer, HttpEvent } from "./lambda.ts";

const PROTOCOL = "lambda:";

const ANSWER = {
  type: "object",
  required: ["statusCode", "body"],
  properties: { statusCode: { type: "integer" }, body: { type: "string" } },
};

const eventOf = (path: string, request: Parameters<Send>[2]): HttpEvent => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: path,
  rawQueryString: "",
  headers: Object.fromEntries(new Headers(request.headers)),
  requestContext: { http: { method: request.method ?? "GET", path, sourceIp: "127.0.0.1" } },
  ...(request.body === undefined ? {} : { body: request.body }),
  isBase64Encoded: false,
});

/** What the function answered. One that was not run at all, for it was refused, is unavailable. */
const answerOf = async (response: Response): Promise<Response> => {
  if (!response.ok) {
    await response.body?.cancel();
    // Lambda's own faults leave open whether the function ran; a refusal is sure.
    if (response.status >= 500) throw new Error(`Lambda answered with ${response.status}.`);
    return new Response(null, { status: 503 });
  }
  const answer: unknown = await response.json();
  if (response.headers.has("x-amz-function-error") || violationsOf(ANSWER, answer).length > 0) {
    throw new Error("The function ended without an answer.");
  }
  const { statusCode, body } = checked<HttpAnswer>(answer);
  return new Response(body, { status: statusCode });
};

/** Sends to `lambda:name` by running that function, and to all else over HTTP. */
export const sender =
  (env: Environment = readEnvironment()): Send =>
  async (url, path, request) => {
    if (!url.startsWith(PROTOCOL)) return overHttp(url, path, request);
    const name = encodeURIComponent(url.slice(PROTOCOL.length));
    const response = await askAws(env, "lambda", `/2015-03-31/functions/${name}/invocations`, {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(eventOf(path, request)),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    return answerOf(response);
  };
