import type { PublishedEvent } from "../broker/broker.ts";
import type { Carrier } from "../broker/brokers.ts";
import { quoted, schemaOf } from "../database/schema.ts";
import { ok } from "../kernel/result.ts";
import type { Database, Statement } from "../kernel/world.ts";

const BATCH = 100;

interface Row extends PublishedEvent {
  readonly position: number;
}

/** The lock lasts as long as the transaction: a session may be another's with the next statement. */
const statements = (table: string): Readonly<Record<"waiting" | "patience" | "lock" | "next" | "sent", Statement>> => ({
  waiting: { name: "relay waiting", text: `select 1 as one from ${table} limit 1` },
  patience: { name: "relay patience", text: "set local lock_timeout = '2s'" },
  lock: { name: "relay lock", text: "select pg_advisory_xact_lock(hashtext($1))" },
  next: {
    name: "relay next",
    text: `select position, id, event, version, key, payload, envelope from ${table}
      where event = any($1) order by position limit ${BATCH}`,
  },
  sent: { name: "relay sent", text: `delete from ${table} where position = any($1)` },
});

/**
 * Carries what waits in a service's outbox to the brokers, in the order in which it was published, and waits for
 * another run that is at it.
 * @param published the events of the service, with its name: `orders.OrderPlaced`
 */
export const relayNow = async (
  database: Database,
  service: string,
  published: readonly string[],
  carriers: () => Promise<readonly Carrier[]>,
): Promise<void> => {
  const { waiting, patience, lock, next, sent } = statements(`${quoted(schemaOf(service))}."_outbox"`);
  if ((await database.run(waiting, [])).length === 0) return;
  for (const { broker, carries } of await carriers()) {
    const carried = published.filter(carries);
    const batch = () =>
      database.transaction(async (transaction) => {
        await transaction.run(patience, []);
        await transaction.run(lock, [`relay of ${service}`]);
        const rows = await transaction.run<Row>(next, [carried]);
        if (rows.length > 0) await broker.publish(rows);
        await transaction.run(sent, [rows.map((row) => row.position)]);
        return ok(rows.length);
      });
    for (let result = await batch(); result.ok && result.value === BATCH; ) result = await batch();
  }
};
