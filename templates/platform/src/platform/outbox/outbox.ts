import { randomUUID } from "node:crypto";
import type { Abilities } from "../database/database.ts";
import { fitting, quoted } from "../database/schema.ts";
import { checked, type Json } from "../kernel/json.ts";

/** Where a service hints that there is something to relay. */
export const outboxChannel = (schema: string): string => fitting(`outbox_${schema}`);

/** Stores an event in the transaction of its cause, and hints at it; both take effect when that commits. */
export const writeToOutbox = (schema: string): Abilities["publish"] => {
  const insert = {
    name: "outbox insert",
    text: `with stored as (
        insert into ${quoted(schema)}."_outbox" (id, event, version, key, payload, envelope)
        values ($1, $2, $3, $4, $5, $6) returning 1
      ) select pg_notify($7, '') from stored`,
  };
  return async (queries, envelope, event) => {
    const { user, tenant, requestId, traceparent } = envelope;
    const context = checked<Json>({ user, tenant, requestId, traceparent });
    const values = [randomUUID(), event.name, event.version, event.key, JSON.stringify(event.payload), context];
    await queries.run(insert, [...values, outboxChannel(schema)]);
  };
};
