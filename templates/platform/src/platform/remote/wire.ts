import type { Cancellation, Envelope, User } from "../kernel/envelope.ts";
import { checked } from "../kernel/json.ts";
import type { Schema } from "../kernel/schema.ts";

/** A call on its way: the envelope and the input. Time left travels, never the reading of a clock. */
export interface Call {
  readonly timeLeftMs: number;
  readonly user: User | null;
  readonly tenant: string | null;
  readonly requestId: string;
  readonly traceparent: string;
  readonly idempotencyKey: string | null;
  readonly input: unknown;
}

const textOrNull = { type: ["string", "null"] };

export const callSchema: Schema = {
  type: "object",
  required: ["timeLeftMs", "user", "tenant", "requestId", "traceparent", "idempotencyKey"],
  properties: {
    timeLeftMs: { type: "number" },
    user: {
      type: ["object", "null"],
      required: ["id", "roles"],
      properties: { id: { type: "string" }, roles: { type: "array", items: { type: "string" } } },
    },
    tenant: textOrNull,
    requestId: { type: "string" },
    traceparent: { type: "string" },
    idempotencyKey: textOrNull,
  },
};

export const callFrom = (envelope: Envelope, input: unknown): Call => ({
  timeLeftMs: envelope.deadline - performance.now(),
  user: envelope.user,
  tenant: envelope.tenant,
  requestId: envelope.requestId,
  traceparent: envelope.traceparent,
  idempotencyKey: envelope.idempotencyKey,
  input,
});

export const envelopeFrom = (body: unknown, service: string, cancellation: Cancellation): Envelope => {
  const { timeLeftMs, input: _input, ...context } = checked<Call>(body);
  return { ...context, service, deadline: performance.now() + timeLeftMs, cancellation };
};

/** Where a service answers the calls of others. */
export const callPath = (service: string, method: string): string => `/internal/${service}/${method}`;
