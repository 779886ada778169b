import type { FastifyInstance } from "fastify";
import { refuse, whileClientWaits } from "../http/route.ts";
import { answer } from "../kernel/client.ts";
import { within } from "../kernel/envelope.ts";
import { checked } from "../kernel/json.ts";
import { violationsOf } from "../kernel/schema.ts";
import type { Service } from "../kernel/world.ts";
import { noteDecision } from "../telemetry/decisions.ts";
import type { RootLog } from "../telemetry/log.ts";
import type { Identity } from "./identity.ts";
import { type Caller, createReader } from "./token.ts";
import { type Call, callPath, callSchema, envelopeFrom } from "./wire.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who makes a call; null for all other requests. */
    caller: Caller | null;
  }
}

const BODY_LIMIT_BYTES = 1_048_576;

/** Who may call what. */
export interface CallAccess {
  /** Knows the keys of those who call. */
  readonly identity: Identity;
  readonly mayCall: (caller: Caller, method: string) => boolean;
}

/** Answers the calls of other services: only those that carry a token for this one, of a service that may call the method. */
export const answerCalls = (
  server: FastifyInstance,
  services: readonly Service<unknown>[],
  { identity, mayCall }: CallAccess,
  log: RootLog,
): void => {
  const callerOf = createReader(identity);
  const onFault = (error: unknown): void => log.error("a call failed", { error });
  server.decorateRequest("caller", null);
  for (const { contract, client } of services) {
    server.post<{ Params: { method: string } }>(
      callPath(contract.service, ":method"),
      {
        bodyLimit: BODY_LIMIT_BYTES,
        onRequest: async (request, reply) => {
          const caller = callerOf(request.headers.authorization, contract.service);
          request.caller = caller;
          const { method } = request.params;
          const isKnown = Object.hasOwn(contract.methods, method);
          const operation = isKnown ? `${contract.service}.${method}` : contract.service;
          if (caller === null) {
            noteDecision(log, request, { operation, who: "nobody", rule: "no token", allowed: false });
            return refuse(request, reply, { code: "unauthenticated", message: "This is for services only." });
          }
          const allowed = mayCall(caller, operation);
          noteDecision(log, request, { operation, who: `service:${caller.service}`, rule: "callers", allowed });
          if (allowed) return undefined;
          return refuse(request, reply, { code: "forbidden", message: `${caller.service} may not call this.` });
        },
      },
      async (request, reply) => {
        const violations = violationsOf(callSchema, request.body);
        if (violations.length > 0) {
          return refuse(request, reply, { code: "invalid", message: "This is no call.", violations });
        }
        const received = envelopeFrom(request.body, request.caller?.service ?? "", whileClientWaits(reply));
        const { deadline, traceparent } = request;
        const envelope = within({ ...received, traceparent }, deadline - performance.now());
        const { input } = checked<Call>(request.body);
        return answer(contract, client, request.params.method, envelope, input, onFault);
      },
    );
  }
};
