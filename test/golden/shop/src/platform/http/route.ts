import type { FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import { traceparentFrom } from "../ids.ts";
import { beforeDeadline } from "../kernel/deadline.ts";
import type { Cancellation, Envelope, User } from "../kernel/envelope.ts";
import { ConstraintError, UnavailableError } from "../kernel/faults.ts";
import { type Failure, fail, type Result } from "../kernel/result.ts";
import type { Reply, Route, RouteRequest } from "../kernel/world.ts";
import { type Decision, noteDecision } from "../telemetry/decisions.ts";
import type { RootLog } from "../telemetry/log.ts";
import { acceptsJson, idempotencyKeyOf, isKnown, unreadable } from "./headers.ts";
import { inputOf } from "./input.ts";
import { problemOf } from "./problem.ts";

declare module "fastify" {
  interface FastifyRequest {
    user: User | null;
    traceparent: string;
    /** The code of the failure that was answered; empty where there was none. */
    failure: string;
    /** Whether a grant lets it in, and which; null where nothing was decided. */
    decision: Decision | null;
    /** On the clock of `performance.now()`: when whatever runs us will end; infinite for a process. */
    deadline: number;
  }
}

/** Who may come in. */
export interface Access {
  /** The user whom an Authorization header names; null where there is none, a failure where it is not valid. */
  readonly authenticate: (authorization: string | undefined) => Promise<Result<User | null>>;
  /** Why a user, or nobody in particular, may not run an operation, null where they may; and the rule that says so. */
  readonly authorise: (operation: string, user: User | null) => { rule: string; failure: Failure | null };
  readonly isAnonymous: (operation: string) => boolean;
}

/** Answers with a problem; a challenge goes with 401, and the time to wait with 429. */
export const refuse = (
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Failure,
  domain?: Readonly<Record<string, number>>,
): FastifyReply => {
  const problem = problemOf(failure, request.id, domain);
  request.failure = failure.code;
  if (problem.status === 401) {
    const invalid = request.headers.authorization === undefined ? "" : ' error="invalid_token"';
    reply.header("www-authenticate", `Bearer${invalid}`);
  }
  if (failure.retryAfterSeconds !== undefined) reply.header("retry-after", failure.retryAfterSeconds);
  return reply.code(problem.status).header("cache-control", "no-store").type("application/problem+json").send(problem);
};

/** Called off when the client goes away without its answer. */
export const whileClientWaits = (reply: FastifyReply): Cancellation => {
  const isGone = (): boolean => reply.raw.destroyed && !reply.raw.writableFinished;
  return {
    requested: isGone,
    signal: () => {
      const gone = new AbortController();
      if (isGone()) gone.abort();
      reply.raw.once("close", () => isGone() && gone.abort());
      return gone.signal;
    },
  };
};

/** The envelope of a request that enters here. */
const envelopeOf = (request: FastifyRequest, reply: FastifyReply, timeoutMs: number, key: string | null): Envelope => ({
  user: request.user,
  service: null,
  tenant: request.user?.tenant ?? null,
  requestId: request.id,
  traceparent: request.traceparent,
  deadline: Math.min(performance.now() + timeoutMs, request.deadline),
  cancellation: whileClientWaits(reply),
  idempotencyKey: key,
});

const attempt = async (
  route: Route,
  request: RouteRequest<unknown, unknown, unknown>,
  log: RootLog,
): Promise<Result<Reply>> => {
  try {
    return await route.handle(request);
  } catch (error) {
    if (error instanceof ConstraintError) return fail("conflict", "It clashes with what is stored already.");
    if (error instanceof UnavailableError) return fail("unavailable", error.message);
    log.error("a route failed", { operation: route.operation, requestId: request.envelope.requestId, error });
    return fail("internal", "Something went wrong; the log says what.");
  }
};

const answerWith = (route: Route, request: FastifyRequest, reply: FastifyReply, answer: Reply): FastifyReply => {
  if (answer.location !== undefined) reply.header("location", answer.location);
  if (answer.version !== undefined) {
    const etag = `"${answer.version}"`;
    reply.header("etag", etag);
    if (route.method === "GET" && isKnown(request.headers, etag)) return reply.code(304).send();
  }
  reply.code(route.success.status);
  return route.success.status === 204 ? reply.send() : reply.send(answer.body);
};

type Guarded = Pick<Route, "operation">;

/** The guard runs before the body is read: a stranger's body is nobody's business. */
export const guard =
  (route: Guarded, access: Access | null) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (!acceptsJson(request.headers))
      return refuse(request, reply, { code: "notAcceptable", message: "Answers are JSON." });
    if (access === null) return undefined;
    const user = await access.authenticate(request.headers.authorization);
    if (!user.ok) return refuse(request, reply, user.failure);
    request.user = user.value;
    const { rule, failure } = access.authorise(route.operation, user.value);
    const who = user.value?.id ?? "nobody";
    request.decision = { operation: route.operation, who, rule, allowed: failure === null };
    return failure === null ? undefined : refuse(request, reply, failure);
  };

/** A route as Fastify serves it. */
export const served = (route: Route, access: Access | null, log: RootLog): RouteOptions => ({
  method: route.method,
  url: route.path,
  onRequest: guard(route, access),
  handler: async (request, reply) => {
    const key = idempotencyKeyOf(request.headers);
    if (!key.ok) return refuse(request, reply, key.failure);
    // To take a key and not keep it would be a promise that a second request breaks.
    if (key.value !== null && route.keyed !== true) {
      return refuse(request, reply, { code: "malformed", message: "This takes no Idempotency-Key: it keeps none." });
    }
    const who = request.user?.id ?? "nobody";
    const decided = (allowed: boolean): void =>
      noteDecision(log, request, { operation: route.operation, who, rule: "policy", allowed });
    const envelope = { ...envelopeOf(request, reply, route.timeoutMs, key.value), decided };
    const input = inputOf(route, request, envelope);
    if (!input.ok) return refuse(request, reply, input.failure);
    reply.header("cache-control", request.user === null ? "no-cache" : "no-store");
    const result = await beforeDeadline(route, input.value.envelope, (envelope) =>
      attempt(route, { ...input.value, envelope }, log),
    );
    return result.ok
      ? answerWith(route, request, reply, result.value)
      : refuse(request, reply, result.failure, route.failures);
  },
});

/** Gives every request its id in the trace, and lets in what can be read in one way alone. */
export const enter = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
  const given = request.headers["traceparent"];
  request.traceparent = traceparentFrom(typeof given === "string" ? given : undefined);
  reply.header("x-content-type-options", "nosniff").header("x-request-id", request.id);
  const failure = unreadable(request.raw);
  if (failure === null) done();
  else refuse(request, reply.header("connection", "close"), failure);
};
