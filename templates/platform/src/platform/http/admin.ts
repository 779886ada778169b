import { createServer, type Server, type ServerResponse } from "node:http";
import type { Metrics } from "../telemetry/metrics.ts";

/** Something that a process works with; throws or rejects where it is away. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<unknown>;
  /** Without it requests are answered all the same: its loss is told, and makes nobody unready. */
  readonly spare?: boolean;
}

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
};

const failing = async (checks: readonly Check[]): Promise<readonly string[]> => {
  const results = await Promise.allSettled(checks.map((check) => check.run()));
  return checks.filter((_, index) => results[index]?.status === "rejected").map((check) => check.name);
};

export const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });

const respond = async (
  url: string | undefined,
  response: ServerResponse,
  checks: readonly Check[],
  { registry }: Metrics,
): Promise<void> => {
  if (url === "/livez") return send(response, 200, "application/json", '{"status":"ok"}');
  if (url === "/readyz") {
    const unavailable = await failing(checks);
    const isReady = checks.every((check) => check.spare === true || !unavailable.includes(check.name));
    const status = unavailable.length === 0 ? "ok" : isReady ? "degraded" : "unavailable";
    return send(response, isReady ? 200 : 503, "application/json", JSON.stringify({ status, unavailable }));
  }
  if (url === "/metrics") return send(response, 200, registry.contentType, await registry.metrics());
  return send(response, 404, "application/json", '{"status":"not found"}');
};

/** The server for operators: health and metrics, on a port of its own. */
export const createAdminServer = (checks: readonly Check[], metrics: Metrics): Server =>
  createServer((request, response) => {
    // A look at the process must not end it.
    respond(request.url, response, checks, metrics).catch((error: unknown) =>
      send(response, 500, "application/json", JSON.stringify({ status: "failed", reason: String(error) })),
    );
  });
