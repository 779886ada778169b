import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun, start } from "./command.ts";
import { eventually } from "./wait.ts";

/** Starts the Postgres of development in a folder that has its package, and stays. */
const POSTGRES = `
import { useEmbeddedPostgres } from "./src/platform/dev/embedded.ts";
const postgres = await useEmbeddedPostgres(".data");
console.log(postgres.urlOf("system"));
setInterval(() => undefined, 60_000);
`;

export interface Postgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** A Postgres that outlives what uses it. @param folder of an installed project */
export const startPostgres = async (folder: string): Promise<Postgres> => {
  writeFileSync(join(folder, "postgres.ts"), POSTGRES);
  const running = start(process.execPath, ["--import", "tsx", "postgres.ts"], { cwd: folder });
  const url = await eventually("Postgres is there", async () => /postgres\S+/u.exec(running.output())?.[0]);
  return {
    url,
    stop: async () => {
      running.signal("SIGTERM");
      await running.exited;
    },
  };
};

export interface UnitProcess {
  readonly port: number;
  readonly adminPort: number;
  /** Starts it, or starts it again, until it is ready. */
  readonly start: () => Promise<void>;
  /** Sends a signal and waits until it has ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

const alive = new Set<ChildProcess>();

/** Ends whatever was started and did not end, as after a test that failed. */
export const endAll = (): void => {
  for (const child of alive) child.kill("SIGKILL");
};

/** Keeps a process in mind until it has ended. */
export const remembered = (child: ChildProcess): ChildProcess => {
  alive.add(child);
  child.once("exit", () => alive.delete(child));
  return child;
};

/** One process of a project that is built. @param env what it needs besides its ports */
export const unitProcess = (folder: string, unit: string, port: number, adminPort: number, env: Readonly<Record<string, string>>): UnitProcess => {
  let child: ChildProcess | null = null;
  let exited: Promise<number | null> = Promise.resolve(null);
  return {
    port,
    adminPort,
    start: async () => {
      const own = { PORT: String(port), ADMIN_PORT: String(adminPort), LOG_LEVEL: "fatal" };
      const running = spawn(process.execPath, [`dist/apps/${unit}/main.js`], { cwd: folder, env: { PATH: process.env["PATH"], ...env, ...own }, stdio: ["ignore", "inherit", "inherit"] });
      child = remembered(running);
      exited = new Promise((resolve) => running.once("exit", resolve));
      await eventually(`${unit} is ready`, async () => (await fetch(`http://127.0.0.1:${adminPort}/readyz`)).ok);
    },
    end: async (signal) => {
      child?.kill(signal);
      const code = await exited;
      child = null;
      return code;
    },
  };
};

/** Brings the databases up to date with what is built. */
export const migrate = (folder: string, env: Readonly<Record<string, string>>): void => {
  mustRun(process.execPath, ["dist/apps/migrate.js"], { cwd: folder, env: { LOG_LEVEL: "warn", ...env } });
};
