import type pg from "pg";
import type { Environment } from "../config.ts";
import type { Log } from "../kernel/world.ts";
import { connected, grantTo } from "./migrate.ts";
import { quoted, roleOf, schemaOf } from "./schema.ts";

/** As what a unit comes into the databases. */
export interface Login {
  readonly name: string;
  /** The variable that says its password; where it is not set, somebody else takes care of logins. */
  readonly password: string;
  readonly services: readonly string[];
  /** Schemas that are no service's. */
  readonly shares: readonly string[];
}

/** A schema, and the database that it is in. */
export interface Place {
  readonly url: string;
  readonly schema: string;
}

const create = async (client: pg.Client, name: string, password: string): Promise<void> => {
  await client.query(`do $$ begin create role ${quoted(name)};
    exception when duplicate_object or unique_violation then null; end $$`);
  await client.query(`alter role ${quoted(name)} login password ${client.escapeLiteral(password)}`);
};

/** What the service may do, the login of its unit may do; without a role of its own the service is its login. */
const grantService = async (client: pg.Client, login: string, service: string): Promise<void> => {
  const role = roleOf(service);
  if (role === null) await grantTo(client, login, schemaOf(service));
  else await client.query(`grant ${quoted(role)} to ${quoted(login)}`);
};

const grantShared = async (client: pg.Client, login: string, schema: string): Promise<void> => {
  await client.query(`grant usage on schema ${quoted(schema)} to ${quoted(login)}`);
  await client.query(
    `grant select, insert, update, delete on all tables in schema ${quoted(schema)} to ${quoted(login)}`,
  );
};

/** Logins that reach what their unit works with, and nothing else: they change no tables and own none. */
export const createLogins = async (
  logins: readonly Login[],
  services: readonly { readonly url: string; readonly service: string }[],
  shared: readonly Place[],
  env: Environment,
  log: Log,
): Promise<void> => {
  for (const { name, password: variable, ...reach } of logins) {
    const password = env[variable];
    if (!password) continue;
    for (const { url, service } of services.filter((one) => reach.services.includes(one.service))) {
      await connected(url, async (client) => {
        await create(client, name, password);
        await grantService(client, name, service);
      });
    }
    for (const { url, schema } of shared.filter((one) => reach.shares.includes(one.schema))) {
      await connected(url, async (client) => {
        await create(client, name, password);
        await grantShared(client, name, schema);
      });
    }
    log.info("login brought up to date", { login: name });
  }
};
