import type { Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import { limitLoad } from "../http/load.ts";
import { createServer } from "../http/server.ts";
import { createLog } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";

/** A machine may be busy with something else. */
const PATIENCE = { timeout: 10_000 };

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

/** A server that lets in two at once, whose work ends when it is told. */
const limited = () => {
  const server = fastify<Server>();
  server.decorateRequest("failure", "");
  let asked = 0;
  server.addHook("onRequest", async () => {
    asked += 1;
  });
  limitLoad(server, 2);
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const work = async (): Promise<string> => {
    await opened;
    return "done";
  };
  server.get("/", work);
  server.post("/", work);
  server.get("/quick", async () => "done");
  server.post("/quick", async () => "done");
  server.get("/large", async () => "x".repeat(2 ** 24));
  server.post("/internal/stock/:method", async () => "done");
  return { server, open: () => open(), asked: () => asked };
};

/** Says something, and then reads nothing and does not hang up. */
const silent = async (server: FastifyInstance<Server>, text: string): Promise<Socket> => {
  const { port } = server.server.address() as AddressInfo;
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true }).on("error", () => undefined);
  socket.pause();
  await new Promise<void>((resolve) => socket.write(text, () => resolve()));
  return socket;
};

test("what comes on top is told to come again, and is let in when there is room", async () => {
  const { server, open } = limited();
  const early = [server.inject("/"), server.inject({ method: "POST", url: "/", payload: { body: 1 } })];
  // Both are at it before the third comes.
  await soon();
  const refused = await server.inject("/");
  expect(refused.statusCode).toBe(503);
  expect(refused.headers["retry-after"]).toBe("1");
  expect(refused.json()).toMatchObject({ type: "urn:problem:unavailable", status: 503 });
  expect((await server.inject({ method: "POST", url: "/quick", payload: { body: 1 } })).statusCode).toBe(503);
  open();
  expect((await Promise.all(early)).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect((await server.inject("/")).statusCode).toBe(200);
  await server.close();
});

test("the calls of services are not turned away", async () => {
  const { server, open } = limited();
  const early = [server.inject("/"), server.inject("/")];
  await soon();
  expect((await server.inject("/quick")).statusCode).toBe(503);
  expect((await server.inject({ method: "POST", url: "/internal/stock/take", payload: {} })).statusCode).toBe(200);
  expect((await server.inject({ method: "POST", url: "/internal/nothing", payload: {} })).statusCode).toBe(503);
  open();
  await Promise.all(early);
  await server.close();
});

test.each([
  ["bodies do not come", "POST /quick HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n1"],
  [
    "bodies come in chunks without end",
    "POST /quick HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n1\r\n",
  ],
  ["answers are not read", "GET /large HTTP/1.1\r\nHost: a\r\n\r\n"],
])("those whose %s take nobody's place", async (_what, text) => {
  const { server, asked } = limited();
  await server.listen({ host: "127.0.0.1", port: 0 });
  const sockets = [];
  // One after another: those that come within one moment are all at work, and the limit is for them.
  for (let count = 1; count <= 5; count += 1) {
    sockets.push(await silent(server, text));
    await expect.poll(asked, PATIENCE).toBe(count);
    await soon();
  }
  expect((await server.inject("/quick")).statusCode).toBe(200);
  for (const socket of sockets) socket.destroy();
  await server.close();
});

test("a connection that cannot go on is closed, though its client neither reads nor hangs up", async () => {
  const log = createLog("test", "silent");
  const server = await createServer({ routes: [], access: null, log, metrics: createMetrics() });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const socket = await silent(server, "this is no HTTP\r\n\r\n");
  const connections = (): Promise<number> =>
    new Promise((resolve) => server.server.getConnections((_error, count) => resolve(count)));
  await expect.poll(connections, PATIENCE).toBe(0);
  socket.destroy();
  await server.close();
});
