import { type ChildProcess, spawn } from "node:child_process";
import { watch } from "node:fs";
import { type Environment, readEnvironment } from "../config.ts";
import { useEmbeddedPostgres } from "./embedded.ts";

const UNITS = ["shop"];
const DATA_FOLDER = ".data";
const SETTLE_MS = 150;

const portOf = (env: Environment, name: string, standard: number, index: number): string =>
  String(Number(env[name] || standard) + index);

/** The embedded Postgres, where the environment names no other. */
const withDatabase = async (env: Environment): Promise<Environment> => {
  const development = { ...env, NODE_ENV: "development" };
  if (env["DATABASE_URL"]) return development;
  const postgres = await useEmbeddedPostgres(DATA_FOLDER);
  return { DATABASE_URL: postgres.urlOf("shop"), BROKER_URL: postgres.urlOf("shop_broker"), ...development };
};

const node = (script: string, env: Environment, piped: boolean): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", script], {
    env,
    // A child whose channel to us closes, however we end, ends itself.
    stdio: ["ignore", piped ? "pipe" : "inherit", "inherit", "ipc"],
  });

const exitOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once("exit", resolve));

const migrate = (env: Environment): Promise<number | null> =>
  exitOf(node("src/apps/migrate.ts", { ...env, LOG_LEVEL: "warn" }, false));

const startUnit = (name: string, index: number, env: Environment): ChildProcess => {
  const child = node(
    `src/apps/${name}/main.ts`,
    {
      ...env,
      PORT: portOf(env, "PORT", 3000, index),
      ADMIN_PORT: portOf(env, "ADMIN_PORT", 9464, index),
    },
    false,
  );
  return child;
};

const stopAll = async (children: readonly ChildProcess[]): Promise<void> => {
  for (const child of children) child.kill("SIGTERM");
  await Promise.all(children.map(exitOf));
};

/** Calls back once after a burst of changes below `src/`. */
const onChange = (changed: () => void): void => {
  let timer: NodeJS.Timeout | undefined;
  const settled = (): void => {
    // On Linux a watcher loses sight of a file that an editor replaces by another, so that a new one looks from here on.
    watcher.close();
    onChange(changed);
    changed();
  };
  const watcher = watch("src", { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(settled, SETTLE_MS);
  });
};

/** Starts the database, brings it up to date, starts everything, and starts it again whenever a file changes. */
const develop = async (): Promise<void> => {
  const env = await withDatabase(readEnvironment());
  const children = new Map<string, ChildProcess>();
  let stopping = false;
  let restarts = 0;
  let turn = Promise.resolve();
  const stop = async (code: number): Promise<void> => {
    stopping = true;
    await stopAll([...children.values()]);
    process.exit(code);
  };
  const run = (name: string): void => {
    const child = startUnit(name, UNITS.indexOf(name), env);
    children.set(name, child);
    let ready = false;
    child.once("message", () => {
      ready = true;
    });
    child.once("exit", (code, signal) => {
      if (stopping || child.killed) return;
      console.error(`${name} ended with ${signal ?? code}${ready ? " and is started again" : ""}`);
      // What cannot start at all would not start later either; what breaks after a change waits for the next one.
      if (ready) run(name);
      else if (restarts === 0) void stop(1);
    });
  };
  const start = async (): Promise<void> => {
    await stopAll([...children.values()]);
    children.clear();
    if (stopping || (await migrate(env)) !== 0) return;
    if (!stopping) UNITS.forEach(run);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
  await start();
  if (children.size === 0) return stop(1);
  onChange(() => {
    restarts += 1;
    turn = turn.then(start);
  });
};

await develop();
