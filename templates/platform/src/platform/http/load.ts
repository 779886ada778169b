import type { Server } from "node:http";
import { finished } from "node:stream";
import type { FastifyInstance } from "fastify";
import { refuse } from "./route.ts";

/** More at once than this only wait for one another: whoever comes then is told so at once, and when to come again. */
const MOST_AT_ONCE = 200;

/** Turns away what comes on top, so that those who are let in are answered in time, however many knock. */
export const limitLoad = (server: FastifyInstance<Server>, most = MOST_AT_ONCE): void => {
  let atOnce = 0;
  server.addHook("onRequest", async (request, reply) => {
    atOnce += 1;
    finished(reply.raw, () => {
      atOnce -= 1;
    });
    if (atOnce <= most) return undefined;
    const failure = { code: "unavailable", message: "There is too much to do now.", retryAfterSeconds: 1 };
    return refuse(request, reply, failure);
  });
};
