import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../content.ts";
import type { Disk } from "../disk.ts";
import { isHash } from "../manifest.ts";

/**
 * One thing that a run has seen of a disk. Of a file that was read its bits of permission, a hash of its content, and a stamp that changes with every
 * change of it; the stamp is empty where the file had only just changed, for another change might not show.
 */
export type Fact =
  | readonly [what: "absent", path: string]
  | readonly [what: "seen", path: string, kind: string]
  | readonly [what: "read", path: string, mode: number, hash: string, stamp: string]
  | readonly [what: "listed", path: string, names: string];

/** A disk that remembers what was seen of it. */
export interface WatchedDisk {
  readonly disk: Disk;
  readonly facts: () => readonly Fact[];
}

/** The coarsest clock of a file system, that of FAT, ticks every two seconds. */
const TICK_MS = 2000;

export function watched(disk: Disk, now: number = Date.now()): WatchedDisk {
  const facts = new Map<string, Fact>();
  const keep = (fact: Fact): void => void facts.set(`${fact[0] === "listed" ? "listed" : ""} ${fact[1]}`, fact);
  const look: Disk["look"] = (path) => {
    const found = disk.look(path);
    if (facts.get(` ${path}`)?.[0] !== "read") keep(found === null ? ["absent", path] : ["seen", path, found.kind]);
    return found;
  };
  const read: Disk["read"] = (path) => {
    const stat = lstatSync(join(disk.root, path), { throwIfNoEntry: false });
    const content = disk.read(path);
    keep(["read", path, (stat?.mode ?? 0) & 0o777, hashOf(content), stat === undefined ? "" : settledStamp(stat, now)]);
    return content;
  };
  const list: Disk["list"] = (path) => {
    const names = disk.list(path);
    keep(["listed", path, names.join("/")]);
    return names;
  };
  return { disk: { ...disk, look, read, list }, facts: () => [...facts.values()] };
}

/** The time of status change is set by the system alone, and no two files share an inode. */
const stampOf = ({ size, mtimeMs, ctimeMs, ino, mode }: Stats): string => `${size} ${mtimeMs} ${ctimeMs} ${ino} ${mode}`;

const settledStamp = (stat: Stats, now: number): string => (Math.max(stat.mtimeMs, stat.ctimeMs) < now - TICK_MS ? stampOf(stat) : "");

/** The facts as they are now, stamps renewed, where all of them hold; else null. A file whose stamp is another is read again. */
export function renewed(root: string, facts: readonly Fact[], now: number = Date.now()): readonly Fact[] | null {
  const all: Fact[] = [];
  for (const fact of facts) {
    const one = renewedOne(root, fact, now);
    if (one === null) return null;
    all.push(one);
  }
  return all;
}

function renewedOne(root: string, fact: Fact, now: number): Fact | null {
  const path = join(root, fact[1]);
  if (fact[0] === "listed") return namesIn(path) === fact[2] ? fact : null;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (fact[0] === "absent") return stat === undefined ? fact : null;
  if (stat === undefined) return null;
  if (fact[0] === "seen") return kindOf(stat) === fact[2] ? fact : null;
  if (stampOf(stat) === fact[4]) return fact;
  const [what, name, mode, hash] = fact;
  const stamp = settledStamp(stat, now);
  return stat.isFile() && (stat.mode & 0o777) === mode && hashOf(readFileSync(path)) === hash ? [what, name, mode, hash, stamp] : null;
}

const kindOf = (stat: Stats): string => (stat.isFile() ? "file" : stat.isDirectory() ? "folder" : stat.isSymbolicLink() ? "link" : "other");

function namesIn(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(path).sort().join("/") : "";
}

/** Facts as JSON holds them; null where somebody else wrote them. */
export function parseFacts(value: unknown): readonly Fact[] | null {
  if (!Array.isArray(value)) return null;
  const facts = value.map(parseFact).filter((one) => one !== null);
  return facts.length === value.length ? facts : null;
}

function parseFact(value: unknown): Fact | null {
  if (!Array.isArray(value)) return null;
  const [what, path, third, hash, stamp]: readonly unknown[] = value;
  if (typeof path !== "string" || path.split("/").includes("..")) return null;
  if (what === "absent") return [what, path];
  if ((what === "seen" || what === "listed") && typeof third === "string") return [what, path, third];
  return what === "read" && typeof third === "number" && isHash(hash) && typeof stamp === "string" ? [what, path, third, hash, stamp] : null;
}
