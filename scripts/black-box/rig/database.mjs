// What is stored, seen by the owner of the Postgres that the system runs on.
import { createRequire } from "node:module";
import { join } from "node:path";
import { unitsOf } from "./system.mjs";

const TABLES = `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
  where table_type = 'BASE TABLE' and table_schema = any($1) and table_name not like '\\_%' order by 1`;

const DATABASES = "select datname as name from pg_database where not datistemplate and datname <> 'postgres' order by 1";

/** The address of a database beside the one that a unit was started with. */
export function urlOf(rig, name) {
  const given = unitsOf(rig.folder).find(({ environment }) => environment["DATABASE_URL"] !== undefined);
  return Object.assign(new URL(given.environment["DATABASE_URL"]), { pathname: `/${name}` }).href;
}

export async function connectTo(rig, url) {
  const pg = createRequire(join(rig.folder, "package.json"))("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

async function openAll(rig) {
  const first = await connectTo(rig, urlOf(rig, "postgres"));
  const { rows } = await first.query(DATABASES);
  const others = await Promise.all(rows.map(async ({ name }) => ({ name, client: await connectTo(rig, urlOf(rig, name)) })));
  rig.closing.push(() => Promise.all([first, ...others.map(({ client }) => client)].map((client) => client.end())));
  return others;
}

/** A connection to each database of the system; they stay open as long as it runs. */
export function databasesOf(rig) {
  rig.databases ??= openAll(rig);
  return rig.databases;
}

async function countIn({ name, client }, schemas) {
  const { rows } = await client.query(TABLES, [schemas]);
  if (rows.length === 0) return [];
  const counts = rows.map((table) => `select '${name}/${table.name.replaceAll("'", "''")}' as table, count(*)::int as rows from ${table.name}`);
  return (await client.query(counts.join(" union all "))).rows;
}

/** How many rows each table of a service has. */
export async function rowCounts(rig) {
  const schemas = Object.keys(rig.spec.services).map((name) => name.replaceAll("-", "_"));
  const counts = await Promise.all((await databasesOf(rig)).map((one) => countIn(one, schemas)));
  return Object.fromEntries(counts.flat().map(({ table, rows }) => [table, rows]));
}
