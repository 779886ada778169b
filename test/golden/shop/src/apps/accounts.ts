import { developmentSecret, isDevelopment, readEnvironment } from "../platform/config.ts";
import { createDatabase } from "../platform/database/database.ts";
import { createPool } from "../platform/database/pool.ts";
import { roleOf } from "../platform/database/schema.ts";
import { useEmbeddedPostgres } from "../platform/dev/embedded.ts";
import { newId } from "../platform/ids.ts";
import { createLog } from "../platform/telemetry/log.ts";
import { accountsPorts } from "../services/accounts/index.ts";

type Ports = ReturnType<typeof accountsPorts>;

const log = createLog("accounts", "warn");

const env = readEnvironment();

/** Whether tokens and sample data may be made for the asking, as on a developer's machine. */
export const development = isDevelopment(env);

/** In development, where nothing was set: the database of `npm run dev`. */
const databaseUrl = async (): Promise<{ url: string; release: () => void }> => {
  const url = env["DATABASE_URL"];
  if (url) return { url, release: () => undefined };
  if (!development) throw new Error("DATABASE_URL is not set.");
  const postgres = await useEmbeddedPostgres(".data");
  return { url: postgres.urlOf("shop"), release: postgres.release };
};

/** Runs a command on the accounts of the database that the environment names. */
export const withAccounts = async (work: (ports: Ports) => Promise<void>): Promise<void> => {
  const key = env["ACCOUNTS_KEY"] || (development ? developmentSecret : "");
  if (key === "") throw new Error("ACCOUNTS_KEY is not set.");
  const { url, release } = await databaseUrl();
  const pool = createPool({ url, name: "accounts", role: roleOf("accounts"), connections: 1 }, log);
  const unused = (): Promise<never> => Promise.reject(new Error("Accounts publish nothing."));
  const database = createDatabase(pool, { publish: unused, once: unused });
  try {
    await work(accountsPorts({ key, database, log, newId, now: () => new Date().toISOString() }));
  } finally {
    await pool.end();
    release();
  }
};
