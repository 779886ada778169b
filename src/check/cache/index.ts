import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FactCache } from "./cache.ts";
import { decode, encode, type Entry, isEntry } from "./entries.ts";
import { cacheFolder, readCache, writeCache } from "./folder.ts";

export interface CacheFile {
  readonly cache: FactCache;
  /** Writes what this run knows, where it is not what was read. A cache that cannot be written is no fault. */
  readonly save: () => void;
}

const FILE = "facts.json";

/**
 * The cache of a project. It is void once the program that wrote it is another; a cache that cannot be read is an empty one.
 */
export function openCache(root: string): CacheFile {
  const folder = cacheFolder(root);
  const program = programStamp();
  const before = folder === null ? new Map<string, Entry>() : readEntries(folder, program);
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
    if (folder !== null && (isNew || after.size < before.size)) writeCache(folder, FILE, program, after);
  };
  return { cache: { recall, keep }, save };
}

/** Changes with the program that is running. */
export function programStamp(): string {
  return stampOf(fileURLToPath(import.meta.url)) ?? "";
}

/** Size and times of a file; null where it is none. */
export function stampOf(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}` : null;
}

function readEntries(folder: string, program: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const [file, entry] of Object.entries(readCache(folder, FILE, program) ?? {})) if (isEntry(entry)) entries.set(file, entry);
  return entries;
}
