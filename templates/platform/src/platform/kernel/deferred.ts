import type { Contract } from "./contract.ts";
import type { Envelope } from "./envelope.ts";
import { checked, type Json } from "./json.ts";
import { ok, type Result } from "./result.ts";
import type { Database } from "./world.ts";

/** A service to which commands are on their way, as this one reaches it. */
export interface Callee {
  readonly contract: Contract<unknown>;
  readonly client: unknown;
}

declare module "./world.ts" {
  interface Service<Client> {
    /** Those whose commands wait here while they are away. */
    readonly deferred?: readonly Callee[];
  }
}

/** A command that waits in the outbox, as the payload of its row. */
export interface Deferred {
  readonly input: Json;
  readonly idempotencyKey: string | null;
}

/** How the name of its row begins; no event has a colon in its name. */
export const WAITING = "call:";

/** Puts a command into the outbox, to be carried to its callee in the order of the calls. */
export const deferTo =
  (callee: string, { database }: { readonly database: Pick<Database, "transaction"> }) =>
  (method: string, envelope: Envelope, input: unknown): Promise<Result<unknown>> =>
    database.transaction(async (transaction) => {
      const payload = checked<Json>({ input, idempotencyKey: envelope.idempotencyKey });
      await transaction.publish(envelope, { name: `${WAITING}${callee}.${method}`, version: 1, key: callee, payload });
      return ok({});
    });
