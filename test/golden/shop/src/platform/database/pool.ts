import pg from "pg";
import type { Log, Statement } from "../kernel/world.ts";
import { faultOf, getTypeParser } from "./driver.ts";

export interface PoolOptions {
  readonly url: string;
  /** Shown by the database as the name of the client. */
  readonly name: string;
  /** The role that every session takes on; null keeps the one that logs in. */
  readonly role: string | null;
  /** A proxy shares sessions between clients, so nothing is asked of one: who logs in has the role and its settings already. */
  readonly shared?: boolean;
}

const sessionSettings = (role: string | null): string =>
  [
    ...["TimeZone=UTC", "DateStyle=ISO", "statement_timeout=30s", "idle_in_transaction_session_timeout=60s"],
    ...(role === null ? [] : [`role=${role}`]),
  ]
    .map((setting) => `-c ${setting}`)
    .join(" ");

/** The driver would let the URL's own `options` replace ours, so they go before them: of two the last one counts. */
const settings = (options: PoolOptions): pg.ClientConfig => {
  const url = new URL(options.url);
  const given = url.searchParams.getAll("options");
  url.searchParams.delete("options");
  return {
    connectionString: url.href,
    application_name: options.name,
    ...(options.shared === true ? {} : { options: [...given, sessionSettings(options.role)].join(" ") }),
    connectionTimeoutMillis: 5_000,
    types: { getTypeParser },
  };
};

/** @throws where something between us and the database, such as a proxy, has dropped what was asked of the session */
const mustWorkAs = async (role: string | null, client: pg.ClientBase): Promise<void> => {
  if (role === null) return;
  const { rows } = await client.query<{ name: string; zone: string }>(
    "select current_user as name, current_setting('TimeZone') as zone",
  );
  const [session] = rows;
  if (session?.name !== role) throw new Error(`The database session works as ${session?.name}, not as ${role}.`);
  if (!/UTC$/.test(session.zone)) throw new Error(`The database session is in ${session.zone}, not in UTC.`);
};

export const createPool = (options: PoolOptions & { readonly connections: number }, log: Log): pg.Pool => {
  const pool = new pg.Pool({
    ...settings(options),
    max: options.connections,
    onConnect: (client) => mustWorkAs(options.role, client),
  });
  const lost = (error: Error): void => log.warn("a database connection was lost", { reason: error.message });
  pool.on("error", lost);
  // Without a listener of its own a connection that breaks while in use would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
};

/** A connection outside any pool, for locks and notifications. Its loss shows as the event `end`. */
export const openClient = async (options: PoolOptions): Promise<pg.Client> => {
  const client = new pg.Client(settings(options));
  client.on("error", () => undefined);
  try {
    await client.connect();
    await mustWorkAs(options.role, client);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
};

/** Runs a statement; the connection keeps it prepared under its name. */
export const runOn = async <Row>(
  on: Pick<pg.ClientBase, "query">,
  statement: Statement,
  values: readonly unknown[],
): Promise<readonly Row[]> => {
  try {
    const { rows } = await on.query<Row & pg.QueryResultRow>({ ...statement, values: [...values] });
    return rows;
  } catch (error) {
    throw faultOf(error);
  }
};
