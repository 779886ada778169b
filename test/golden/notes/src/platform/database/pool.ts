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

const STATEMENT_MS = 30_000; // no less than anything that asks may take
/** Within a transaction others are asked, too. */
const IDLE_MS = 2 * STATEMENT_MS;
/** The database ends what takes too long by itself: who hears nothing for longer is cut off from it. */
const ANSWER_MS = STATEMENT_MS + 5_000;
/** A machine that fell silent lets go of its locks within half a minute. */
const SILENCE = ["keepalives_idle=10", "keepalives_interval=5", "keepalives_count=3", "user_timeout=30s"];
/** A session that lasts asks for nothing much this often. What hears no answer is gone for the one side, what hears no question for the other. */
const PING_MS = 10_000;
const UNHEARD_MS = 3 * PING_MS;

const sessionSettings = (role: string | null, own: readonly string[]): string =>
  [
    ...["TimeZone=UTC", "DateStyle=ISO"],
    ...[`statement_timeout=${STATEMENT_MS}`, `idle_in_transaction_session_timeout=${IDLE_MS}`],
    ...SILENCE.map((setting) => `tcp_${setting}`),
    ...own,
    ...(role === null ? [] : [`role=${role}`]),
  ]
    .map((setting) => `-c ${setting}`)
    .join(" ");

/** The driver would let the URL's own `options` replace ours, so they go before them: of two the last one counts. */
const settings = (options: PoolOptions, own: readonly string[] = []): pg.ClientConfig => {
  const url = new URL(options.url);
  const given = url.searchParams.getAll("options");
  url.searchParams.delete("options");
  return {
    connectionString: url.href,
    application_name: options.name,
    ...(options.shared === true ? {} : { options: [...given, sessionSettings(options.role, own)].join(" ") }),
    connectionTimeoutMillis: 5_000,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: PING_MS,
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

const keepAsking = (client: pg.Client): void => {
  let asked: number | null = null;
  const ask = (): void => {
    asked = performance.now();
    client.query("select 1").then(
      () => {
        asked = null;
      },
      () => undefined,
    );
  };
  const ping = setInterval(() => {
    if (asked === null) ask();
    else if (performance.now() - asked >= UNHEARD_MS) void client.end();
  }, PING_MS).unref();
  client.once("end", () => clearInterval(ping));
};

/** A connection outside any pool, for locks and notifications. Its loss shows as the event `end`, and so does silence. */
export const openClient = async (options: PoolOptions): Promise<pg.Client> => {
  const client = new pg.Client(settings(options, [`idle_session_timeout=${UNHEARD_MS}`]));
  client.on("error", () => undefined);
  try {
    await client.connect();
    await mustWorkAs(options.role, client);
    keepAsking(client);
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
