import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import pg from "pg";
import { useEmbeddedPostgres } from "../../src/platform/dev/embedded.ts";
import { freePort } from "../../src/platform/dev/ports.ts";

interface Databases {
  readonly databaseUrl: string;
  readonly brokerUrl: string;
}

interface System {
  readonly stop: () => Promise<void>;
}

interface Unit {
  readonly name: string;
  /** The variable that says where it answers. */
  readonly variable: string;
}

const units: readonly Unit[] = [{ name: "shop", variable: "SYSTEM_URL" }];

const typescript = ["--import", "tsx"];

/**
 * Before the first test: databases of this run's own on the embedded Postgres, one for the tests of repositories, the
 * others for a system that is started as in production. After the last test all of it goes.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const postgres = await useEmbeddedPostgres(".data/test");
  const run = `test_${randomUUID().slice(0, 8)}`;
  const administrator = new pg.Client({ connectionString: postgres.urlOf("postgres") });
  await administrator.connect();
  await administrator.query(`create database "${run}_repositories"`);
  process.env["TEST_DATABASE_URL"] = postgres.urlOf(`${run}_repositories`);
  const clean = async (): Promise<void> => {
    const { rows } = await administrator.query<{ name: string }>(
      "select datname as name from pg_database where starts_with(datname, $1)",
      [run],
    );
    for (const { name } of rows) await administrator.query(`drop database "${name}" with (force)`);
    await administrator.end();
    postgres.release();
  };
  try {
    const system = await startSystem({
      databaseUrl: postgres.urlOf(`${run}_system`),
      brokerUrl: postgres.urlOf(`${run}_broker`),
    });
    return () => system.stop().then(clean);
  } catch (error) {
    await clean();
    throw error;
  }
}

/** Brings fresh databases up to date and starts every unit as a process, unless the environment says where a system runs. */
const startSystem = async (databases: Databases): Promise<System> => {
  if (process.env["SYSTEM_URL"] !== undefined) return { stop: () => Promise.resolve() };
  for (const unit of units) process.env[unit.variable] = `http://127.0.0.1:${await freePort()}`;
  Object.assign(process.env, {
    NODE_ENV: "test",
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "error",
    DATABASE_URL: databases.databaseUrl,
    BROKER_URL: databases.brokerUrl,
  });
  const migration = spawnSync(process.execPath, [...typescript, "src/apps/migrate.ts"], { stdio: "inherit" });
  if (migration.status !== 0) throw new Error(`The migration ended with ${migration.status}.`);
  const running = await Promise.all(units.map(startUnit));
  return {
    stop: async () => {
      await Promise.all(running.map(stopUnit));
    },
  };
};

const startUnit = async ({ name, variable }: Unit): Promise<ChildProcess> => {
  const adminPort = await freePort();
  const unit = spawn(process.execPath, [...typescript, `src/apps/${name}/main.ts`], {
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: new URL(process.env[variable] ?? "").port,
      ADMIN_PORT: String(adminPort),
    },
    // It ends by itself where the channel closes, however the tests end.
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (unit.exitCode !== null) throw new Error(`${name} ended with ${unit.exitCode} before it was ready.`);
    const ready = await fetch(`http://127.0.0.1:${adminPort}/readyz`).catch(() => null);
    if (ready?.ok === true) return unit;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${name} was not ready within a minute.`);
};

const stopUnit = async (unit: ChildProcess): Promise<void> => {
  if (unit.exitCode !== null) return;
  const exit = once(unit, "exit");
  unit.kill("SIGTERM");
  await exit;
};
