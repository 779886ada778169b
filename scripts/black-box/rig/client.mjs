// Requests as they are written, none of them tidied up, and every answer kept for the rows that judge all of them.
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";

const TIMEOUT_MS = 40_000;

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/**
 * @param url where it answers
 * @param seen gets every answer
 */
export function createClient(url, seen) {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  /** `body` is sent as JSON, unless it is text or bytes; `token` becomes a header. */
  const send = ({ method = "GET", path, headers = {}, body, token, route = path }) =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      const bytes = body === undefined || typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const all = {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(bytes === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(bytes) }),
        ...headers,
      };
      const request = httpRequest({ hostname, port, method, path, headers: all, agent, timeout: TIMEOUT_MS }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const answer = {
            method,
            path,
            route,
            status: response.statusCode,
            headers: response.headers,
            text,
            body: parsed(text),
            ms: performance.now() - begun,
          };
          seen(answer);
          resolve(answer);
        });
      });
      request.on("timeout", () => request.destroy(new Error(`${method} ${path} was not answered in ${TIMEOUT_MS} ms`)));
      request.on("error", reject);
      request.end(bytes);
    });

  /** Bytes on a connection of their own, and all that comes back until it closes or the time is up. */
  const raw = (bytes, { waitMs = 2_000, end = false, until } = {}) =>
    new Promise((resolve) => {
      const begun = performance.now();
      const socket = connect(Number(port), hostname);
      const chunks = [];
      let closed = false;
      const finish = () => {
        socket.destroy();
        resolve({ text: Buffer.concat(chunks).toString("latin1"), closed, ms: performance.now() - begun });
      };
      socket.on("data", (chunk) => {
        chunks.push(chunk);
        if (until?.test(Buffer.concat(chunks).toString("latin1"))) finish();
      });
      socket.on("error", () => undefined);
      socket.once("close", () => {
        closed = true;
        finish();
      });
      socket.once("connect", () => {
        socket.write(bytes);
        if (end) socket.end();
      });
      setTimeout(finish, waitMs).unref();
    });

  return { send, raw, close: () => agent.destroy() };
}

/** The statuses in what came over a raw connection. */
export const statusesIn = (text) => [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
