import type { Config } from "./config.ts";
import { type Abilities, createDatabase, type HoldingDatabase } from "./database/database.ts";
import { rememberAnswers } from "./database/once.ts";
import { createPool } from "./database/pool.ts";
import { roleOf, schemaOf } from "./database/schema.ts";
import type { Check } from "./http/admin.ts";
import { newId } from "./ids.ts";
import { localClient } from "./kernel/client.ts";
import type { Contract } from "./kernel/contract.ts";
import type { World } from "./kernel/world.ts";
import { writeToOutbox } from "./outbox/outbox.ts";
import { type CallMetrics, measureCalls } from "./telemetry/calls.ts";
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
  /** A client for a service of the same process. It is looked up at each call, so that two services may know each other. */
  readonly local: <Client>(contract: Contract<Client>, client: () => Client) => Client;
  readonly databaseOf: (service: string) => HoldingDatabase;
  readonly databaseUrlOf: (service: string) => string;
  readonly checks: () => readonly Check[];
  readonly close: () => Promise<void>;
}

const abilitiesOf = (service: string): Abilities => ({
  publish: writeToOutbox(schemaOf(service)),
  once: rememberAnswers(schemaOf(service)),
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

/** Calls within the process, by the codec, the deadlines and the failures of calls to others. */
const localClients = (log: RootLog, calls: CallMetrics): Platform["local"] => {
  const onFault = (error: unknown): void => log.error("a call failed", { error });
  return (contract, client) => calls.measured(contract, localClient(contract, client, onFault));
};

export const createPlatform = (config: Config, log: RootLog, metrics: Metrics): Platform => {
  const databases = new Map<string, ReturnType<typeof openDatabase>>();
  const open = (service: string) => {
    const database = databases.get(service) ?? openDatabase(service, config, log.with({ service }), metrics);
    databases.set(service, database);
    return database;
  };
  const calls = measureCalls(metrics.registry);
  /** Those under way, some of which nobody waits for any more. */
  const sagas = new Set<Promise<unknown>>();
  return {
    config,
    log,
    world: (service) => ({
      database: open(service).database,
      log: log.with({ service }),
      now: () => new Date().toISOString(),
      newId,
      onBreaker: (callee, open) => calls.heldBack(service, callee, open),
      onSaga: (saga) => {
        sagas.add(saga);
        void Promise.allSettled([saga]).then(() => sagas.delete(saga));
      },
    }),
    local: localClients(log, calls),
    databaseOf: (service) => open(service).database,
    databaseUrlOf: () => config.databaseUrl,
    checks: () => [...databases.values()].map((one) => one.check),
    close: async () => {
      await Promise.allSettled(sagas);
      await Promise.all([...databases.values()].map((one) => one.close()));
    },
  };
};
