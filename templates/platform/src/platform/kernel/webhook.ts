import { type Envelope, keyed } from "./envelope.ts";
import { checked, type Json } from "./json.ts";
import { known } from "./known.ts";
import { fail, ok, type Result } from "./result.ts";
import { type Schema, violationsOf } from "./schema.ts";
import type { Database, OutgoingEvent } from "./world.ts";

/** What somebody else's system tells a service by itself: each message becomes an event of the service. */
export interface Webhook {
  /** The name of the integration. */
  readonly sender: string;
  readonly database: Pick<Database, "once">;
  /** By the types of their messages; a message of any other type is nobody's business. */
  readonly events: Readonly<Record<string, WebhookEvent>>;
}

export interface WebhookEvent {
  readonly payload: Schema;
  /** @param id of the message, by which an event is ordered that holds nothing better */
  readonly event: (data: Json, id: string) => OutgoingEvent;
}

/** A message whose signature was good. */
export interface WebhookMessage {
  readonly id: string;
  readonly type: string;
  readonly data: Json;
}

declare module "./world.ts" {
  interface Service<Client> {
    /** Left out where nobody else's system tells it anything. */
    readonly webhooks?: readonly Webhook[];
  }
}

/**
 * Publishes the event that a message means, once for each id: a message that comes again does nothing, and one that
 * comes with other data under the same id is refused. What the event does not name of the data is left out.
 */
export const receive = async (
  { sender, database, events }: Webhook,
  envelope: Envelope,
  { id, type, data: told }: WebhookMessage,
): Promise<Result<unknown>> => {
  const meant = Object.hasOwn(events, type) ? events[type] : undefined;
  if (meant === undefined) return ok(null);
  const data = checked<Json>(known(meant.payload, told));
  const violations = violationsOf(meant.payload, data);
  if (violations.length > 0) return fail("invalid", "The message does not fit the event that it means.", violations);
  const mine = keyed({ ...envelope, service: sender }, id);
  return database.once(mine, `${sender}.webhook`, { type, data }, (held) =>
    held.transaction(async (transaction) => {
      await transaction.publish(mine, meant.event(data, id));
      return ok(null);
    }),
  );
};
