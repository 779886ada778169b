import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse, whileClientWaits } from "../http/route.ts";
import { parseStrictJson } from "../http/strict-json.ts";
import { beforeDeadline } from "../kernel/deadline.ts";
import type { Envelope } from "../kernel/envelope.ts";
import { UnavailableError } from "../kernel/faults.ts";
import { checked, type Json } from "../kernel/json.ts";
import { type Failure, fail, type Result } from "../kernel/result.ts";
import { receive, type Webhook, type WebhookMessage } from "../kernel/webhook.ts";
import type { Service } from "../kernel/world.ts";
import type { RootLog } from "../telemetry/log.ts";
import { isSigned } from "./signature.ts";

const TIMED = { kind: "command", timeoutMs: 5_000 } as const;
const UNSIGNED: Failure = { code: "unauthenticated", message: "The signature is not valid." };

/** Where somebody else's system sends its messages. */
export const webhookPath = (sender: string): string => `/webhooks/${sender}`;

const header = (request: FastifyRequest, name: string): string => String(request.headers[name] ?? "");

/** The message in a body; null where it has no type. */
const messageIn = (body: Buffer, id: string): WebhookMessage | null => {
  const { type, data } = checked<{ readonly type?: unknown; readonly data?: Json }>(parseStrictJson(body) ?? {});
  return typeof type === "string" ? { id, type, data: data ?? {} } : null;
};

type Receive = (message: WebhookMessage, request: FastifyRequest, reply: FastifyReply) => Promise<Result<unknown>>;

/** Serves one sender: what it did not sign is refused before anybody reads it. */
const take = (server: FastifyInstance, { sender }: Webhook, secret: string, received: Receive): void => {
  server.post(webhookPath(sender), async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const [id, timestamp] = [header(request, "webhook-id"), header(request, "webhook-timestamp")];
    const signed = { id, timestamp, signature: header(request, "webhook-signature") };
    if (!isSigned(secret, signed, body, Date.now())) return refuse(request, reply, UNSIGNED);
    const message = messageIn(body, id);
    if (message === null) return refuse(request, reply, { code: "malformed", message: "The message has no type." });
    const result = await received(message, request, reply);
    return result.ok ? reply.code(204).send() : refuse(request, reply, result.failure);
  });
};

/**
 * Takes the messages of other people's systems, at a path for each.
 * @param secrets by sender, under which they sign
 */
export const takeWebhooks = async (
  server: FastifyInstance,
  services: readonly Service<unknown>[],
  secrets: Readonly<Record<string, string>>,
  log: RootLog,
): Promise<void> => {
  const webhooks = services.flatMap((service) => service.webhooks ?? []);
  await server.register(async (scope) => {
    // The signature is of the bytes as they came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    for (const webhook of webhooks) {
      const secret = secrets[webhook.sender] ?? "";
      if (secret === "") throw new Error(`${webhook.sender} has no secret here.`);
      const received: Receive = (message, request, reply) =>
        beforeDeadline(TIMED, envelopeOf(request, reply), async (envelope) => {
          try {
            return await receive(webhook, envelope, message);
          } catch (error) {
            if (error instanceof UnavailableError) return fail("unavailable", error.message);
            log.error("a webhook failed", { sender: webhook.sender, requestId: request.id, error });
            return fail("internal", "Something went wrong; the log says what.");
          }
        });
      take(scope, webhook, secret, received);
    }
  });
};

/** Nobody who is known here is behind it, but whoever has the secret. */
const envelopeOf = (request: FastifyRequest, reply: FastifyReply): Envelope => ({
  user: null,
  service: null,
  tenant: null,
  requestId: request.id,
  traceparent: request.traceparent,
  deadline: Math.min(performance.now() + TIMED.timeoutMs, request.deadline),
  cancellation: whileClientWaits(reply),
  idempotencyKey: null,
});
