import pg from "pg";
import type { Log } from "../kernel/world.ts";
import { connected, LOCK } from "./migrate.ts";
import { quoted, schemaOf } from "./schema.ts";

const MISSING = "3D000";

/** Deletes the schema of a service that is no more, with what it holds. Where it is gone, or its whole database is, nothing is left to do. */
export const dropLeft = async (url: string, service: string, log: Log): Promise<void> => {
  const schema = schemaOf(service);
  const drop = async (client: pg.Client): Promise<void> => {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    const { rows } = await client.query("select to_regnamespace($1) as found", [quoted(schema)]);
    if (rows[0]?.found === null) return;
    await client.query("set lock_timeout = '3s'");
    await client.query(`drop schema ${quoted(schema)} cascade`);
    log.info("schema deleted", { schema });
  };
  await connected(url, drop).catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError) || error.code !== MISSING) throw error;
  });
};
