import type { Envelope } from "./envelope.ts";
import { checked, type Json } from "./json.ts";
import { fail, ok, type Result } from "./result.ts";
import type { Reply } from "./world.ts";

interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** A plain object of the contract as the body of an answer. */
export const replied = (result: Result<object>): Result<Reply> =>
  result.ok ? ok({ body: checked<Json>(result.value) }) : result;

/** An entity as an answer; its version is the ETag. */
export const repliedEntity = (result: Result<Versioned>): Result<Reply> =>
  result.ok ? ok({ body: checked<Json>(result.value), version: result.value.version }) : result;

/** @param path of the list that the new entity is in */
export const repliedCreated = (result: Result<Versioned>, path: string): Result<Reply> => {
  const reply = repliedEntity(result);
  return result.ok && reply.ok ? ok({ ...reply.value, location: `${path}/${result.value.id}` }) : reply;
};

export const repliedPage = (result: Result<{ readonly items: readonly object[] }>): Result<Reply> => replied(result);

export const repliedNothing = (result: Result<unknown>): Result<Reply> => (result.ok ? ok({ body: null }) : result);

/** Runs a command that must take effect once: without a key there is no telling whether it did. */
export const onlyWithKey = async <Value>(
  envelope: Envelope,
  run: () => Promise<Result<Value>>,
): Promise<Result<Value>> =>
  envelope.idempotencyKey === null ? fail("malformed", "This request needs the header Idempotency-Key.") : run();
