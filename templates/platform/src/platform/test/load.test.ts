import type { Server } from "node:http";
import fastify from "fastify";
import { expect, test } from "vitest";
import { limitLoad } from "../http/load.ts";

test("what comes on top is told to come again, and is let in when there is room", async () => {
  const server = fastify<Server>();
  server.decorateRequest("failure", "");
  limitLoad(server, 2);
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  server.get("/", async () => {
    await opened;
    return "done";
  });
  const early = [server.inject("/"), server.inject("/")];
  // Both are at it before the third comes.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const refused = await server.inject("/");
  expect(refused.statusCode).toBe(503);
  expect(refused.headers["retry-after"]).toBe("1");
  expect(refused.json()).toMatchObject({ type: "urn:problem:unavailable", status: 503 });
  open();
  expect((await Promise.all(early)).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect((await server.inject("/")).statusCode).toBe(200);
  await server.close();
});
