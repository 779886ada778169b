import type { PublishedEvent } from "../broker/broker.ts";
import { quoted, schemaOf } from "../database/schema.ts";
import { ok } from "../kernel/result.ts";
import type { Database, Statement } from "../kernel/world.ts";
import type { Publish } from "./sqs.ts";

const BATCH = 100;

interface Row extends PublishedEvent {
  readonly position: number;
}

/** The lock lasts as long as the transaction: a session may be another's with the next statement. */
const statements = (table: string): Readonly<Record<"waiting" | "patience" | "lock" | "next" | "sent", Statement>> => ({
  waiting: { name: "relay waiting", text: `select 1 as one from ${table} where strpos(event, ':') = 0 limit 1` },
  patience: { name: "relay patience", text: "set local lock_timeout = '2s'" },
  lock: { name: "relay lock", text: "select pg_advisory_xact_lock(hashtext($1))" },
  next: {
    name: "relay next",
    text: `select position, id, event, version, key, payload, envelope from ${table}
      where strpos(event, ':') = 0 order by position limit ${BATCH}`,
  },
  sent: { name: "relay sent", text: `delete from ${table} where position = any($1)` },
});

/**
 * Carries what waits in a service's outbox to those who hear it, in the order in which it was published, and waits for
 * another run that is at it.
 */
export const relayNow = async (database: Database, service: string, publish: Publish): Promise<void> => {
  const { waiting, patience, lock, next, sent } = statements(`${quoted(schemaOf(service))}."_outbox"`);
  if ((await database.run(waiting, [])).length === 0) return;
  const batch = () =>
    database.transaction(async (transaction) => {
      await transaction.run(patience, []);
      await transaction.run(lock, [`relay of ${service}`]);
      const rows = await transaction.run<Row>(next, []);
      if (rows.length > 0) await publish(rows);
      await transaction.run(sent, [rows.map((row) => row.position)]);
      return ok(rows.length);
    });
  for (let result = await batch(); result.ok && result.value === BATCH; ) result = await batch();
};
