import pg from "pg";
import { quoted } from "./names.ts";

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

/** Creates the database that the URL names, where the server has none of that name. */
export const createDatabaseIfMissing = async (url: string): Promise<void> => {
  try {
    await connected(url, async () => undefined);
  } catch (error) {
    if (codeOf(error) !== MISSING) throw error;
    const server = new URL(url);
    const name = decodeURIComponent(server.pathname.slice(1));
    server.pathname = "/postgres";
    await connected(server.href, (client) => client.query(`create database ${quoted(name)}`)).catch((refused) => {
      if (!EXISTS.has(String(codeOf(refused)))) throw refused;
    });
  }
};
