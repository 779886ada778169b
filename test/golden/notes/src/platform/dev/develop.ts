import { type ChildProcess, spawn } from "node:child_process";
import { watch } from "node:fs";
import { createInterface } from "node:readline";
import { type Environment, readEnvironment } from "../config.ts";
import { bundle } from "./bundle.ts";
import { useEmbeddedPostgres } from "./embedded.ts";
import { readable } from "./lines.ts";

const UNITS = ["notes"];
const WIDTH = 5;
const DATA_FOLDER = ".data";
const CODE_FOLDER = ".data/apps";
const PARENT = process.ppid;
const PARENT_MS = 500;
const SETTLE_MS = 150;

const portOf = (env: Environment, name: string, standard: number, index: number): string =>
  String(Number(env[name] || standard) + index);

/** The embedded Postgres, where the environment names no other. */
const withDatabase = async (env: Environment): Promise<Environment> => {
  const development = { ...env, NODE_ENV: "development" };
  if (env["DATABASE_URL"]) return development;
  const postgres = await useEmbeddedPostgres(DATA_FOLDER);
  return { DATABASE_URL: postgres.urlOf("notes"), ...development };
};

const APPS = ["migrate", ...UNITS.map((name) => `${name}/main`)];

/** Makes the code ready to run; false where it cannot be read, and esbuild has said why. */
const compile = (): Promise<boolean> =>
  bundle(Object.fromEntries(APPS.map((app) => [app, `src/apps/${app}.ts`])), CODE_FOLDER).then(
    () => true,
    () => false,
  );

/** Runs an app, and says what it logs as people read it. */
const node = (name: string, app: string, env: Environment): ChildProcess => {
  const child = spawn(process.execPath, ["--enable-source-maps", `${CODE_FOLDER}/${app}.mjs`], {
    env,
    // A child whose channel to us closes, however we end, ends itself.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  if (child.stdout !== null) {
    const say = (line: string): boolean => process.stdout.write(`${readable(name, WIDTH, line)}\n`);
    createInterface({ input: child.stdout }).on("line", say);
  }
  return child;
};

const exitOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once("close", resolve));

const migrate = (env: Environment): Promise<number | null> =>
  exitOf(node("migrate", "migrate", { ...env, LOG_LEVEL: "warn" }));

const startUnit = (name: string, index: number, env: Environment): ChildProcess =>
  node(name, `${name}/main`, {
    ...env,
    PORT: portOf(env, "PORT", 3000, index),
    ADMIN_PORT: portOf(env, "ADMIN_PORT", 9464, index),
  });

const stopAll = async (children: readonly ChildProcess[]): Promise<void> => {
  for (const child of children) child.kill("SIGTERM");
  await Promise.all(children.map(exitOf));
};

/** Calls back once after a burst of changes below `src/`. */
const onChange = (changed: () => void): void => {
  let timer: NodeJS.Timeout | undefined;
  const settled = (path: string | null): void => {
    // On Linux a watcher loses sight of a file that an editor replaces by another, so that a new one looks from here on.
    watcher.close();
    onChange(changed);
    console.log(`src/${path ?? ""} changed, restarting`);
    changed();
  };
  const watcher = watch("src", { recursive: true }, (_event, path) => {
    clearTimeout(timer);
    timer = setTimeout(settled, SETTLE_MS, path);
  });
};

/** Starts the database, brings it up to date, starts everything, and starts it again whenever a file changes. */
const develop = async (): Promise<void> => {
  const compiled = compile();
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
    // Not at its exit: what it said last is still to be read.
    child.once("close", (code, signal) => {
      if (stopping || child.killed) return;
      console.error(`${name} ended with ${signal ?? code}${ready ? " and is started again" : ""}`);
      // What cannot start at all would not start later either; what breaks after a change waits for the next one.
      if (ready) run(name);
      else if (restarts === 0) void stop(1);
    });
  };
  const start = async (compiled: Promise<boolean>): Promise<void> => {
    await stopAll([...children.values()]);
    if (!(await compiled) || stopping || (await migrate(env)) !== 0) return;
    if (!stopping) UNITS.forEach(run);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
  // A signal to npm itself ends npm alone.
  const endWithNpm = (): void => {
    if (process.ppid !== PARENT && !stopping) void stop(0);
  };
  if (readEnvironment()["npm_lifecycle_event"] !== undefined) setInterval(endWithNpm, PARENT_MS).unref();
  await start(compiled);
  if (children.size === 0) return stop(1);
  onChange(() => {
    restarts += 1;
    turn = turn.then(() => start(compile()));
  });
};

await develop();
