import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import type { Log, Migration } from "../kernel/world.ts";
import { platformTables, quoted, roleOf, schemaOf } from "./schema.ts";

const MISSING = "3D000";
const EXISTS = new Set(["42P04", "23505"]);

const codeOf = (error: unknown): unknown => (error instanceof pg.DatabaseError ? error.code : undefined);

/** Runs the work on a connection of its own. */
export const connected = async <Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Creates the database that the URL names, where the server has none of that name; one that it had before is given it. */
export const createDatabaseIfMissing = async (url: string, former: readonly string[] = []): Promise<void> => {
  try {
    await connected(url, async () => undefined);
  } catch (error) {
    if (codeOf(error) !== MISSING) throw error;
    const server = new URL(url);
    const name = decodeURIComponent(server.pathname.slice(1));
    server.pathname = "/postgres";
    const make = async (client: pg.Client): Promise<unknown> => {
      const { rows } = await client.query<{ name: string }>(
        "select datname as name from pg_database where datname = any ($1)",
        [former],
      );
      const [old] = rows;
      if (old === undefined) return client.query(`create database ${quoted(name)}`);
      return client.query(`alter database ${quoted(old.name)} rename to ${quoted(name)}`);
    };
    await connected(server.href, make).catch((refused) => {
      if (!EXISTS.has(String(codeOf(refused)))) throw refused;
    });
  }
};

export interface ServiceSchema {
  readonly service: string;
  readonly migrations: readonly Migration[];
}

/** What stands between a database and the code, to be told to whoever runs the step. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

const changedMigration = (schema: string, migration: string): MigrationError =>
  new MigrationError(
    `The migration ${migration} of the schema ${schema} has changed since this database applied it. ` +
      "Keep it as it was and write the change as the next migration beside it; " +
      "a database for development that holds nothing of worth may be deleted instead (the folder .data).",
  );

const ASK_AGAIN_MS = 100;
const LOGGED_AFTER_MS = 3_000;

/**
 * Holds a lock of the database until the connection ends; who comes meanwhile waits. It asks again and again, for who waits within a
 * statement would hold up `create index concurrently` of whoever has the lock, and that is a deadlock.
 */
export const holdLock = async (client: pg.Client, lock: number, log?: Log): Promise<void> => {
  const taken = async (): Promise<boolean> => {
    const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_lock($1) as mine", [lock]);
    return rows[0]?.mine === true;
  };
  const wait = globalThis.setTimeout(() => log?.info("waiting for another migrate step to end"), LOGGED_AFTER_MS);
  try {
    while (!(await taken())) await setTimeout(ASK_AGAIN_MS);
  } finally {
    clearTimeout(wait);
  }
};

/** Another migrate step waits here until this one is done. */
export const LOCK = 7_231_904;

/** Brings every service's schema up to date: role, schema, platform tables, then each migration that has not run yet. */
export const migrate = async (url: string, schemas: readonly ServiceSchema[], log: Log): Promise<void> => {
  await createDatabaseIfMissing(url, formerDatabases(url, schemas));
  await connected(url, async (client) => {
    await holdLock(client, LOCK, log);
    for (const schema of schemas) await migrateSchema(client, schema, log);
  });
};

const formerNames = ({ migrations }: ServiceSchema): readonly string[] =>
  migrations.flatMap(({ schema }) => (schema === undefined ? [] : [schema.from]));

/** The names that the database of a service by itself had, where its own ends in the service's. */
const formerDatabases = (url: string, schemas: readonly ServiceSchema[]): readonly string[] => {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const [only] = schemas;
  const own = only === undefined || schemas.length > 1 ? "" : schemaOf(only.service);
  if (only === undefined || own === "" || !name.endsWith(`_${own}`)) return [];
  return formerNames(only).map((former) => name.slice(0, -own.length) + former);
};

/** The name that a service's schema goes by in this database by now; the first that it ever had where there is none. */
export const presentSchema = async (client: pg.Client, one: ServiceSchema): Promise<string> => {
  const former = formerNames(one);
  for (const name of [schemaOf(one.service), ...former.toReversed()]) {
    const { rows } = await client.query("select to_regnamespace($1) as found", [quoted(name)]);
    if (rows[0]?.found !== null) return name;
  }
  return former[0] ?? schemaOf(one.service);
};

const migrateSchema = async (client: pg.Client, one: ServiceSchema, log: Log): Promise<void> => {
  const { service, migrations } = one;
  let schema = await presentSchema(client, one);
  await client.query(`create schema if not exists ${quoted(schema)}`);
  for (const table of platformTables(schema)) await client.query(table);
  for (const migration of await missing(client, schema, migrations)) {
    const applied = async (): Promise<void> => {
      schema = migration.schema?.to ?? schema;
      const row = [migration.id, hashOf(migration)];
      await client.query(`insert into ${quoted(schema)}."_migration" (id, hash) values ($1, $2)`, row);
    };
    await run(client, migration.up, applied).catch(async (error: unknown) => {
      await tidy(client, migration.down);
      throw error;
    });
    log.info("migration applied", { schema, migration: migration.id });
  }
  const role = roleOf(service);
  if (role !== null) await grantTo(client, role, schema);
};

/** Runs one side of a migration, with what records it. A lock that is long in coming is given up: others would queue behind it. */
export const run = async (client: pg.Client, sql: Migration["up"], recorded: () => Promise<void>): Promise<void> => {
  const isText = typeof sql === "string";
  await client.query(`set lock_timeout = '${LOCK_MS}ms'`);
  await client.query(`set statement_timeout = '${isText ? TRANSACTION_MS : 0}ms'`);
  if (isText) {
    await patiently(() =>
      inOneTransaction(client, async () => {
        await client.query(sql);
        await recorded();
      }),
    );
  } else {
    for (const text of sql) await patiently(() => client.query(text));
    await recorded();
  }
  await client.query("reset lock_timeout");
  await client.query("reset statement_timeout");
};

/** What a list that was cut short has made goes: half an index takes time of every write, and may refuse it. */
const tidy = async (client: pg.Client, down: Migration["down"]): Promise<void> => {
  if (typeof down === "string") return;
  for (const text of down) await client.query(text).catch(() => undefined);
};

const LOCK_MS = 3_000;
const TRANSACTION_MS = 60_000;
const NOT_GRANTED = "55P03";
const TRIES = 10;

/** Asks again for a lock that was not granted in time. */
const patiently = async (work: () => Promise<unknown>): Promise<void> => {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (left === 0 || codeOf(error) !== NOT_GRANTED) throw error;
      await setTimeout(1_000);
    }
  }
};

const hashOf = ({ up }: Migration): string =>
  createHash("sha256")
    .update(typeof up === "string" ? up : JSON.stringify(up))
    .digest("hex");

/**
 * The migrations that this schema lacks.
 * @throws where one has changed since it was applied: tables and code would no longer fit each other
 */
const missing = async (
  client: pg.Client,
  schema: string,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> => {
  const { rows } = await client.query<{ id: string; hash: string }>(
    `select id, hash from ${quoted(schema)}."_migration"`,
  );
  const applied = new Map(rows.map((row) => [row.id, row.hash]));
  const changed = migrations.find((one) => applied.has(one.id) && applied.get(one.id) !== hashOf(one));
  if (changed !== undefined) throw changedMigration(schema, changed.id);
  return migrations.filter((one) => !applied.has(one.id));
};

const inOneTransaction = async (client: pg.Client, work: () => Promise<void>): Promise<void> => {
  await client.query("begin");
  try {
    await work();
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
};

/** The role may read and write rows of its own schema; it can neither change tables nor reach another schema. */
export const grantTo = async (client: pg.Client, role: string, schema: string): Promise<void> => {
  await client.query(`do $$ begin create role ${quoted(role)} nologin;
    exception when duplicate_object or unique_violation then null; end $$`);
  await client.query(`grant ${quoted(role)} to current_user`);
  await client.query(`grant usage on schema ${quoted(schema)} to ${quoted(role)}`);
  await client.query(
    `grant select, insert, update, delete on all tables in schema ${quoted(schema)} to ${quoted(role)}`,
  );
  await client.query(`revoke all on ${quoted(schema)}."_migration" from ${quoted(role)}`);
};
