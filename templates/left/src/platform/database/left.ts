import pg from "pg";
import type { Log } from "../kernel/world.ts";
import { connected, holdLock, LOCK } from "./migrate.ts";
import { quoted, schemaOf } from "./schema.ts";

const MISSING = "3D000";

/** What this step has deleted: the service, and the last migration that its schema had. */
const DONE = `"_platform"."left"`;

/** A service whose schema was given up with what it held. */
export interface LeftService {
  readonly service: string;
  /** The ids of the migrations that the schema had. */
  readonly migrations: readonly string[];
  /** The ids of the migrations of another schema of that name, which the service has since it came back. */
  readonly another: readonly string[];
}

/**
 * Deletes a schema that was given up, with what it holds: once, and only that one.
 * One that somebody made later, or that went on living, stays. Where its whole database is gone, nothing is left to do.
 */
export const dropLeft = async (url: string, left: LeftService, log: Log): Promise<void> => {
  const { service, migrations, another } = left;
  const schema = schemaOf(service);
  const name = `${service} ${migrations.at(-1) ?? ""}`;
  const drop = async (client: pg.Client): Promise<void> => {
    await holdLock(client, LOCK);
    await client.query(`create schema if not exists "_platform"`);
    await client.query(
      `create table if not exists ${DONE} (service text primary key, done_at timestamptz not null default now())`,
    );
    const { rows } = await client.query("select to_regnamespace($1) as found", [quoted(schema)]);
    const isThere = rows[0]?.found !== null;
    const isDone = (await client.query(`select 1 from ${DONE} where service = $1`, [name])).rows.length > 0;
    const ids = await idsIn(client, schema);
    if (ids.some((id) => another.includes(id))) return;
    const isTheOne = ids.length > 0 && ids.every((id) => migrations.includes(id));
    if (isThere && (isDone || !isTheOne)) {
      log.warn("schema kept: it is not the one that was given up; drop it by hand if it is to go", { schema });
      return;
    }
    if (isDone) return;
    await client.query("begin");
    await client.query("set local lock_timeout = '3s'");
    if (isThere) await client.query(`drop schema ${quoted(schema)} cascade`);
    await client.query(`insert into ${DONE} (service) values ($1)`, [name]);
    await client.query("commit");
    if (isThere) log.info("schema deleted", { schema });
  };
  await connected(url, drop).catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError) || error.code !== MISSING) throw error;
  });
};

/** The migrations that have run in a schema; none where it is not there, or somebody else made it. */
const idsIn = async (client: pg.Client, schema: string): Promise<readonly string[]> => {
  const ledger = `${quoted(schema)}."_migration"`;
  const { rows: found } = await client.query("select to_regclass($1) as name", [ledger]);
  if (found[0]?.name === null) return [];
  return (await client.query<{ id: string }>(`select id from ${ledger}`)).rows.map(({ id }) => id);
};
