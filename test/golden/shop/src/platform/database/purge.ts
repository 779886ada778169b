import type { Database, Log, Statement } from "../kernel/world.ts";
import { type Loop, startLoop } from "../loop.ts";
import { quoted, schemaOf } from "./schema.ts";

const HOUR_MS = 3_600_000;

/** What nobody asks for any more. A message that comes twice comes within hours, and the note of it is kept for much longer. */
const statements = (schema: string): readonly Statement[] => [
  {
    name: "idempotency purge",
    text: `delete from ${quoted(schema)}."_idempotency" where created_at < now() - interval '7 days'`,
  },
  {
    name: "inbox purge",
    text: `delete from ${quoted(schema)}."_inbox" where received_at < now() - interval '90 days'`,
  },
];

/** Forgets the keys and messages of a service that are too old to come again. */
export const purge = async (database: Database, service: string): Promise<void> => {
  for (const statement of statements(schemaOf(service))) await database.run(statement, []);
};

/** The same for each service, now and every hour. */
export const startPurge = (databaseOf: (service: string) => Database, services: readonly string[], log: Log): Loop =>
  startLoop("the purge", HOUR_MS, log, async () => {
    for (const service of services) await purge(databaseOf(service), service);
    return false;
  });
