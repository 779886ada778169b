import { type Disk, readIfFile } from "../disk.ts";
import { type Entry, type Manifest, parseManifest, printManifest } from "../manifest.ts";
import { basePath, home, manifestPath } from "../paths.ts";
import { type Step, stageFile } from "./journal.ts";

/** Moves the staged manifest to its place, last of all, and drops the bases that it no longer names. */
export function installManifest(disk: Disk, n: number, overtaken: readonly Step[]): void {
  if (disk.look(stageFile(n)) !== null) disk.rename(overtaken.length > 0 ? corrected(disk, n, overtaken) : stageFile(n), manifestPath);
  disk.syncFolder(home);
  dropOldBases(disk);
}

/** Of a file that the user saved in between keybeam knows what it knew before, and what it has offered. */
function corrected(disk: Disk, n: number, overtaken: readonly Step[]): string {
  const before = readManifest(disk, manifestPath);
  const after = new Map(readManifest(disk, stageFile(n)));
  for (const step of overtaken) {
    const entry = entryBefore(before, step);
    if (entry === null) after.delete(step.path);
    else after.set(step.path, entry);
  }
  const path = `${stageFile(n)}.corrected`;
  if (disk.look(path) !== null) disk.remove(path);
  disk.create(path, Buffer.from(printManifest(after)), { wanted: 0o644 });
  return path;
}

function entryBefore(before: Manifest, step: Step): Entry | null {
  const entry = step.op === "write" ? before.get(step.path) : undefined;
  return entry === undefined || step.op === "remove" ? null : { ...entry, offered: step.newHash };
}

function readManifest(disk: Disk, path: string): Manifest {
  const content = readIfFile(disk, path);
  const manifest = content === null ? new Map<string, Entry>() : parseManifest(content.toString());
  if (typeof manifest === "string") throw new Error(`${path}: ${manifest}`);
  return manifest;
}

function dropOldBases(disk: Disk): void {
  const named = new Set([...readManifest(disk, manifestPath).values()].map((entry) => entry.base));
  const old = disk.list(`${home}/base`).filter((name) => !named.has(name));
  for (const name of old) disk.remove(basePath(name));
  if (old.length > 0) disk.syncFolder(`${home}/base`);
}
