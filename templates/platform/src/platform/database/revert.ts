import { parseArgs } from "node:util";
import type pg from "pg";
import type { Log, Migration } from "../kernel/world.ts";
import { connected, holdLock, LOCK, MigrationError, presentSchema, run, type ServiceSchema } from "./migrate.ts";
import { quoted } from "./schema.ts";

/** How many migrations the command line asks to take back, as `--down 1`; null where it asks for none. */
export const downFrom = (args: readonly string[]): number | null => {
  const { down } = parseArgs({ args: [...args], options: { down: { type: "string" } } }).values;
  if (down === undefined) return null;
  if (!/^[1-9]\d{0,3}$/.test(down)) throw new MigrationError("--down takes a number from 1.");
  return Number(down);
};

/** A service's migrations, and the database that holds its schema. */
export interface Target extends ServiceSchema {
  readonly url: string;
}

interface Applied {
  readonly target: Target;
  readonly id: string;
  /** Seconds since 1970. */
  readonly at: number;
  /** Undefined where the code knows none of this name. */
  readonly migration: Migration | undefined;
}

/**
 * Takes back the migrations that were applied last, the newest first, with what the rows hold in what they had made.
 * @throws where the code knows one of them no more: nothing is taken back then
 */
export const revert = async (targets: readonly Target[], count: number, log: Log): Promise<void> => {
  const all = await Promise.all(targets.map(appliedTo));
  const newest = all.flat().sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const chosen = newest.slice(0, count);
  const unknown = chosen.find((one) => one.migration === undefined);
  if (unknown !== undefined) {
    throw new MigrationError(
      `This code has no migration ${unknown.id} of the service ${unknown.target.service}: nothing was taken back.`,
    );
  }
  for (const { target, id, migration } of chosen) {
    await connected(target.url, async (client) => {
      await holdLock(client, LOCK);
      const schema = migration?.schema?.from ?? (await presentSchema(client, target));
      const forget = async (): Promise<void> => {
        await client.query(`delete from ${tableIn(schema)} where id = $1`, [id]);
      };
      await run(client, migration?.down ?? "", forget);
    });
    log.info("migration taken back", { service: target.service, migration: id });
  }
};

const tableIn = (schema: string): string => `${quoted(schema)}."_migration"`;

const appliedTo = async (target: Target): Promise<readonly Applied[]> => {
  const known = new Map(target.migrations.map((migration) => [migration.id, migration]));
  const rows = await connected(target.url, async (client) => rowsOf(client, await presentSchema(client, target)));
  return rows.map(({ id, at }) => ({ target, id, at, migration: known.get(id) }));
};

const rowsOf = async (client: pg.Client, schema: string): Promise<readonly { id: string; at: number }[]> => {
  const { rows: found } = await client.query("select to_regclass($1) as name", [tableIn(schema)]);
  if (found[0]?.name === null) return [];
  const text = `select id, extract(epoch from applied_at)::float8 as at from ${tableIn(schema)}`;
  return (await client.query<{ id: string; at: number }>(text)).rows;
};
