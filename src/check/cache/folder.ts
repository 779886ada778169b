import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type JsonObject } from "../json.ts";

const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Where the caches of a project lie: below `node_modules/.cache` where there is a node_modules, else below `.keybeam`. Null where the folder is a
 * link, which might lead out of the project.
 */
export function cacheFolder(root: string): string | null {
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

/** A file of the cache; null where there is none. */
export function readCacheFile(folder: string, name: string): Buffer | null {
  const path = join(folder, name);
  try {
    const stat = lstatSync(path);
    return stat.isFile() && stat.size <= MOST_BYTES ? readFileSync(path) : null;
  } catch {
    return null;
  }
}

/** The `files` of a cache of JSON that this program wrote; null where there is none, or it cannot be believed. */
export function readCache(folder: string, name: string, program: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(readCacheFile(folder, name)?.toString("utf8") ?? "");
    return isObject(value) && value.program === program && isObject(value.files) ? value.files : null;
  } catch {
    return null;
  }
}

export function writeCache(folder: string, name: string, program: string, files: ReadonlyMap<string, unknown>): void {
  writeCacheFile(folder, name, JSON.stringify({ program, files: Object.fromEntries(files) }));
}

/** Writes a file of the cache whole, or not at all. One that cannot be written is no fault. */
export function writeCacheFile(folder: string, name: string, content: string | Buffer): void {
  const draft = join(folder, `${name}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, ".gitignore"), "*\n");
    writeFileSync(draft, content, { flag: "wx" });
    renameSync(draft, join(folder, name));
  } catch {
    rmSync(draft, { force: true });
  }
}
