import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isObject } from "../json.ts";
import type { FactCache } from "./cache.ts";
import { decode, encode, type Entry, isEntry } from "./entries.ts";

export interface CacheFile {
  readonly cache: FactCache;
  /** Writes what this run knows, where it is not what was read. A cache that cannot be written is no fault. */
  readonly save: () => void;
}

const FILE = "facts.json";
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The cache of a project: below `node_modules/.cache` where there is a node_modules, else below `.keybeam`. It is void once the
 * program that wrote it is another; a cache that cannot be read is an empty one.
 */
export function openCache(root: string): CacheFile {
  const folder = cacheFolder(root);
  const program = stampOf(fileURLToPath(import.meta.url)) ?? "";
  const before = folder === null ? new Map<string, Entry>() : readEntries(join(folder, FILE), program);
  const after = new Map<string, Entry>();
  let isNew = false;
  const recall: FactCache["recall"] = (path, stamp) => {
    const entry = before.get(path);
    const found = entry?.[0] === stamp ? decode(entry) : null;
    if (entry !== undefined && found !== null) after.set(path, entry);
    return found;
  };
  const keep: FactCache["keep"] = (path, stamp, found) => {
    isNew = true;
    after.set(path, encode(stamp, found));
  };
  const save = (): void => {
    if (folder !== null && (isNew || after.size < before.size)) write(folder, program, after);
  };
  return { cache: { recall, keep }, save };
}

/** Size and times of a file; null where it is none. */
export function stampOf(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}` : null;
}

/** Null where the folder is a link, which might lead out of the project. */
function cacheFolder(root: string): string | null {
  const modules = join(root, "node_modules");
  const way = isFolder(modules) ? [modules, ".cache", "keybeam"] : [join(root, ".keybeam"), "cache"];
  const folders = way.map((_, index) => join(...way.slice(0, index + 1)));
  return folders.every((one) => isFolder(one) || isNothing(one)) ? (folders.at(-1) ?? null) : null;
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isNothing(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined;
}

function readEntries(path: string, program: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  try {
    const stat = lstatSync(path);
    if (!stat.isFile() || stat.size > MOST_BYTES) return entries;
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (!isObject(value) || value.program !== program || !isObject(value.files)) return entries;
    for (const [file, entry] of Object.entries(value.files)) if (isEntry(entry)) entries.set(file, entry);
  } catch {
    return entries;
  }
  return entries;
}

function write(folder: string, program: string, entries: ReadonlyMap<string, Entry>): void {
  const draft = join(folder, `${FILE}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, ".gitignore"), "*\n");
    writeFileSync(draft, JSON.stringify({ program, files: Object.fromEntries(entries) }), { flag: "wx" });
    renameSync(draft, join(folder, FILE));
  } catch {
    rmSync(draft, { force: true });
  }
}
