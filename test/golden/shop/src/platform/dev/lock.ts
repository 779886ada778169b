import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

const SETTLE_MS = 100;

/** Where a keeper of the folder that this process starts listens: short, since the path of a socket may not be long. */
export const controlPath = (folder: string): string => {
  const key = createHash("sha256").update(`${userInfo().username} ${folder}`).digest("hex").slice(0, 24);
  return process.platform === "win32" ? `\\\\.\\pipe\\postgres-${key}` : join(tmpdir(), `postgres-${key}.sock`);
};

/** What tells a process from a later one of the same number; empty where no such process lives. */
const birthOf = (pid: number): string => {
  if (process.platform === "win32") return isAlive(pid) ? "alive" : "";
  if (!existsSync("/proc/self/stat")) {
    return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const ticks = stat.slice(stat.lastIndexOf(")")).split(" ")[20];
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${ticks}`;
  } catch {
    return "";
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const textOf = (lock: string): string => {
  try {
    return readFileSync(lock, "utf8");
  } catch {
    return "";
  }
};

/** The process that holds the lock; null where it lives no more, whoever has its number now. */
export const holderOf = (lock: string): number | null => {
  const [pid = "", birth = ""] = textOf(lock).split("\n");
  return Number(pid) > 0 && birth !== "" && birthOf(Number(pid)) === birth ? Number(pid) : null;
};

/** Where the process that holds the lock listens, which may have another folder for temporary files; empty where none does. */
export const controlOf = (lock: string): string => (holderOf(lock) === null ? "" : (textOf(lock).split("\n")[2] ?? ""));

/** Takes the lock for this process, unless a living one holds it. It appears whole, so that nobody reads half of it. */
export const takeLock = async (lock: string, control = ""): Promise<boolean> => {
  if (existsSync(lock) && holderOf(lock) === null) rmSync(lock, { force: true });
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n${birthOf(process.pid)}\n${control}\n`, { mode: 0o600 });
  try {
    linkSync(own, lock);
  } catch {
    return false;
  } finally {
    rmSync(own, { force: true });
  }
  // Two that found the same dead lock may each have removed one: it belongs to the one whose lock still stands.
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return holderOf(lock) === process.pid;
};
