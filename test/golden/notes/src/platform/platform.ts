import type { Config } from "./config.ts";
import { type Abilities, createDatabase, type HoldingDatabase } from "./database/database.ts";
import { createPool } from "./database/pool.ts";
import { roleOf } from "./database/schema.ts";
import type { Check } from "./http/admin.ts";
import { newId } from "./ids.ts";
import type { World } from "./kernel/world.ts";
import type { RootLog } from "./telemetry/log.ts";
import type { Metrics } from "./telemetry/metrics.ts";

/** Of one service to its database. */
const CONNECTIONS = 10;

/** What a composition root gives to services, and what a process runs them with. */
export interface Platform {
  readonly config: Config;
  readonly log: RootLog;
  /** The world of one service: its own database, log, clock and ids. */
  readonly world: (service: string) => World;
  readonly databaseOf: (service: string) => HoldingDatabase;
  readonly checks: () => readonly Check[];
  readonly close: () => Promise<void>;
}

const abilitiesOf = (_service: string): Abilities => ({
  publish: () => Promise.reject(new Error("No service of this system publishes events.")),
  // No operation of this system takes an idempotency key.
  once: (database, _envelope, _method, _input, work) => work(database),
});

const openDatabase = (service: string, config: Config, log: RootLog, metrics: Metrics) => {
  const url = config.databaseUrl;
  const options = { url, name: service, role: roleOf(service), connections: CONNECTIONS };
  const pool = createPool(options, log);
  const name = service.replaceAll("-", "_");
  metrics.gauge(`${name}_pool_waiting`, `Requests of ${service} that wait for a connection`, () => pool.waitingCount);
  return {
    database: createDatabase(pool, abilitiesOf(service)),
    check: { name: `database of ${service}`, run: () => pool.query("select 1") },
    close: () => pool.end(),
  };
};

export const createPlatform = (config: Config, log: RootLog, metrics: Metrics): Platform => {
  const databases = new Map<string, ReturnType<typeof openDatabase>>();
  const open = (service: string) => {
    const database = databases.get(service) ?? openDatabase(service, config, log.with({ service }), metrics);
    databases.set(service, database);
    return database;
  };
  return {
    config,
    log,
    world: (service) => ({
      database: open(service).database,
      log: log.with({ service }),
      now: () => new Date().toISOString(),
      newId,
    }),
    databaseOf: (service) => open(service).database,
    checks: () => [...databases.values()].map((one) => one.check),
    close: async () => {
      await Promise.all([...databases.values()].map((one) => one.close()));
    },
  };
};
