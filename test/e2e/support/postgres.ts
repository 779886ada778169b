import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { remembered } from "./units.ts";

const INSTALLED = "/usr/lib/postgresql";
/** Of a whole Postgres: the one for development has neither pg_dump nor pg_basebackup. */
export const programs = existsSync(INSTALLED) ? join(INSTALLED, readdirSync(INSTALLED)[0] ?? "", "bin") : join(INSTALLED, "bin");

/** Postgres refuses to run as root. */
const NOBODY = 65_534;
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

export const PASSWORD = "of this test";

/** A folder in which Postgres may keep what it likes. */
export const homeOfPostgres = (name: string): string => {
  const home = mkdtempSync(join(tmpdir(), `keybeam-e2e-${name}-`));
  if ("uid" in asNobody) chownSync(home, NOBODY, NOBODY);
  return home;
};

export const run = (home: string, program: string, ...args: readonly string[]): void => {
  const { status, stderr } = spawnSync(join(programs, program), args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8", cwd: home, ...asNobody });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
};

export const query = (url: string, text: string): string => {
  const { status, stdout, stderr } = spawnSync(join(programs, "psql"), ["--no-psqlrc", "-qAt", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", text], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
};

/** A server of its own. @param options as `postgres` takes them */
export const startPrimary = (home: string, port: number, owner: string, ...options: readonly string[]): void => {
  const secret = join(home, "password");
  writeFileSync(secret, PASSWORD, { mode: 0o644 });
  run(home, "initdb", "--pgdata", join(home, "data"), "--username", owner, "--pwfile", secret, "--auth", "trust", "--no-sync");
  rmSync(secret);
  run(home, "pg_ctl", "start", "--wait", "--pgdata", join(home, "data"), "--log", join(home, "log"), "--options", [`-p ${port} -h 127.0.0.1 -k ${home} -c fsync=off`, ...options].join(" "));
};

export const stopPrimary = (home: string): void => {
  if (existsSync(join(home, "data/postmaster.pid"))) run(home, "pg_ctl", "stop", "--mode", "immediate", "--pgdata", join(home, "data"));
};

/** Runs the script by which a replica follows, until it is told to end. */
export const startFollowing = (home: string, script: string, port: number, primary: { readonly port: number; readonly owner: string }) => {
  const env = {
    PATH: `${programs}:${process.env["PATH"]}`,
    PGDATA: join(home, "replica/data"),
    PGHOST: "127.0.0.1",
    PGPORT: String(primary.port),
    PGUSER: primary.owner,
    PGPASSWORD: PASSWORD,
  };
  const args = [script, "-p", String(port), "-h", "127.0.0.1", "-k", home, "-c", "fsync=off"];
  const child = remembered(spawn("sh", args, { cwd: home, env, stdio: "ignore", ...asNobody }));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  return {
    stop: async (): Promise<void> => {
      child.kill("SIGQUIT");
      await exited;
    },
  };
};
