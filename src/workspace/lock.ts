import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { type Disk, readIfFile } from "./disk.ts";
import { isRecord, parseJson } from "./manifest.ts";
import { errorCode, refusal } from "./error-code.ts";
import { home, lockPath } from "./paths.ts";

/** A process, so exactly that another one with the same number is not taken for it. */
export interface Owner {
  readonly pid: number;
  /** Start time from /proc, in ticks since the machine's start; empty where there is no /proc. */
  readonly start: string;
  readonly host: string;
  /** Changes with each start of the machine; empty where there is no /proc. */
  readonly boot: string;
}

/** Takes the project's lock: null when it is ours now, else the process that has it. The lock of a dead process is taken over. */
export function takeLock(disk: Disk, self: Owner = thisProcess()): Owner | null {
  const claim = `${home}/lock.${self.pid}`;
  makeClaim(disk, claim, self);
  try {
    return claimLock(disk, claim);
  } finally {
    disk.remove(claim);
  }
}

/** Gives the lock back; does nothing where it is not ours. */
export function releaseLock(disk: Disk, self: Owner = thisProcess()): void {
  const owner = readOwner(disk);
  if (owner !== null && owner.pid === self.pid && owner.start === self.start) disk.remove(lockPath);
}

/** Removes what processes left that died while they took the lock. Only the lock's owner may call it. */
export function removeDeadClaims(disk: Disk): void {
  for (const name of disk.list(home).filter((entry) => entry.startsWith("lock."))) {
    const content = readIfFile(disk, `${home}/${name}`);
    if (content !== null && !isAlive(parseOwner(content.toString()))) refusal(["ENOENT"], () => disk.remove(`${home}/${name}`));
  }
}

/** A run that wrote nothing takes the folder away again, perhaps between the two steps here: then both are done once more. */
function makeClaim(disk: Disk, claim: string, self: Owner): void {
  for (let attempt = 1; ; attempt++) {
    if (disk.look(home) === null) refusal(["EEXIST"], () => disk.makeFolder(home));
    if (disk.look(claim) !== null) disk.remove(claim);
    const lay = (): void => disk.create(claim, Buffer.from(`${JSON.stringify(self)}\n`), { wanted: 0o644 });
    if (refusal(attempt > 5 ? [] : ["ENOENT"], lay) === null) return;
  }
}

/** A link is made of a complete file in one step, so a lock is never seen empty. */
function claimLock(disk: Disk, claim: string): Owner | null {
  for (let attempt = 1; ; attempt++) {
    if (refusal(["EEXIST"], () => disk.link(claim, lockPath)) === null) return null;
    const owner = readOwner(disk) ?? parseOwner("");
    if (isAlive(owner) || attempt > 5) return owner;
    setAside(disk, owner, `${claim}.stale`);
  }
}

/** Moves a dead owner's lock away. Somebody may have taken it over since it was read: then theirs is put back. */
function setAside(disk: Disk, dead: Owner, aside: string): void {
  if (refusal(["ENOENT"], () => disk.rename(lockPath, aside)) !== null) return;
  const moved = parseOwner(disk.read(aside).toString());
  if (JSON.stringify(moved) !== JSON.stringify(dead)) refusal(["EEXIST"], () => disk.link(aside, lockPath));
  disk.remove(aside);
}

function readOwner(disk: Disk): Owner | null {
  const content = readIfFile(disk, lockPath);
  return content === null ? null : parseOwner(content.toString());
}

/** A lock that holds something else was not made by keybeam's link; nobody living owns it. */
function parseOwner(text: string): Owner {
  const data = parseJson(text);
  const { pid, start, host, boot } = isRecord(data) ? data : {};
  return {
    pid: typeof pid === "number" && Number.isSafeInteger(pid) && pid > 0 ? pid : 0,
    start: typeof start === "string" ? start : "",
    host: typeof host === "string" ? host : hostname(),
    boot: typeof boot === "string" ? boot : "",
  };
}

/** Whether a process still runs. On another machine that cannot be known, so it counts as running. */
export function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true;
  if (owner.pid === 0 || owner.boot !== bootId()) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
  }
  return startOf(owner.pid) === owner.start;
}

/** Whether a process of this machine was stopped, as by Ctrl-Z. */
export const isStopped = ({ pid, host }: Owner): boolean => host === hostname() && /^[Tt]$/.test(fieldsOf(pid)[0] ?? "");

/** This process as a lock names it. */
export function thisProcess(): Owner {
  return { pid: process.pid, start: startOf(process.pid), host: hostname(), boot: bootId() };
}

/** Field 22 of /proc/PID/stat. */
const startOf = (pid: number): string => fieldsOf(pid)[19] ?? "";

/** The fields of /proc/PID/stat from the third on, counted behind the last bracket since a program's name may hold anything. */
function fieldsOf(pid: number): readonly string[] {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

const bootId = (): string => readProc("/proc/sys/kernel/random/boot_id").trim();

function readProc(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
