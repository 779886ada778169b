import type { Server } from "node:http";
import { finished } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "./route.ts";

/** More at once than this only wait for one another: whoever comes then is told so at once, and when to come again. */
const MOST_AT_ONCE = 200;

/** What services ask of one another comes from work that was let in, undoes it at times, and is limited by who calls. */
const isCall = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.startsWith("/internal/") === true;

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";

/**
 * Turns away what comes on top, so that those who are let in are answered in time, however many knock. A request counts
 * from when its body is there until its answer goes out: who sends or reads slowly takes nobody's place.
 */
export const limitLoad = (server: FastifyInstance<Server>, most = MOST_AT_ONCE): void => {
  const inside = new Set<FastifyRequest>();
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (inside.has(request) || isCall(request)) return undefined;
    if (inside.size >= most) {
      const failure = { code: "unavailable", message: "There is too much to do now.", retryAfterSeconds: 1 };
      return refuse(request, reply, failure);
    }
    inside.add(request);
    finished(reply.raw, () => inside.delete(request));
    return undefined;
  };
  // Where all is full nobody is asked who they are, and no body is read.
  server.addHook("onRequest", async (request, reply) =>
    hasBody(request) && inside.size < most ? undefined : admit(request, reply),
  );
  server.addHook("preValidation", admit);
  server.addHook("onSend", async (request) => {
    inside.delete(request);
  });
};
