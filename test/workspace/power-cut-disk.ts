import { constants } from "node:buffer";
import { dirname } from "node:path/posix";
import type { Disk } from "../../src/workspace/index.ts";

/** What lies at each path: a file, or null for a folder. */
export type Content = ReadonlyMap<string, { readonly content: Buffer; readonly mode: number } | null>;
type Names = Map<string, { readonly content: Buffer; readonly mode: number } | null>;

/** A change of names, which is on the device once one of the folders that it touches was synced. */
interface NameChange {
  readonly folders: readonly string[];
  /** The folder that it removes: then what was removed in it before is on the device too. */
  readonly removes: string | null;
  synced: boolean;
  /** Whether it could be done. */
  readonly apply: (names: Names) => boolean;
}

/** The power is cut here. */
export class PowerCut extends Error {}

export interface PowerCutDisk {
  readonly disk: Disk;
  /** How many changes were made. */
  readonly changes: () => number;
  /** What may lie on the device once the power is back: of the changes of names that nobody waited for, each is there or not, as `survives` says. */
  readonly afterwards: (survives: (index: number, all: number) => boolean) => Content;
}

/**
 * A disk in memory that loses its power before its n-th change. The text of a file is on the device when `create` returns, as `Disk` says; names are there
 * once their folder was synced, and before that in any selection, as file systems are free to write them.
 */
export function powerCutDisk(before: Content, n = Number.POSITIVE_INFINITY, syncs = true): PowerCutDisk {
  const names: Names = new Map(before);
  const log: NameChange[] = [];
  let steps = 0;
  const change = (folders: readonly string[], apply: NameChange["apply"], removes: string | null = null): void => {
    steps++;
    if (steps >= n) throw new PowerCut();
    if (!apply(names)) throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
    log.push({ folders, removes, synced: false, apply });
  };
  const sync = (folder: string): void => {
    for (const one of log.filter(({ synced, folders }) => !synced && folders.includes(folder))) {
      one.synced = true;
      if (one.removes !== null) sync(one.removes);
    }
  };
  const folderOf = (path: string): string => dirname(path);
  const free = (path: string): void => {
    if (names.has(path)) throw Object.assign(new Error(`EEXIST: ${path}`), { code: "EEXIST" });
  };
  const disk: Disk = {
    root: "/project",
    look: (path) => {
      const found = path === "." ? null : names.get(path);
      if (found === undefined) return null;
      return found === null ? { kind: "folder", mode: 0o755, bytes: 0 } : { kind: "file", mode: found.mode, bytes: found.content.length };
    },
    read: (path) => names.get(path)?.content ?? Buffer.alloc(0),
    list: (folder) => [...names.keys()].filter((path) => folderOf(path) === folder).map((path) => path.slice(folder.length + 1)).sort(),
    create: (path, content, mode) => {
      free(path);
      const file = { content: Buffer.from(content), mode: "wanted" in mode ? mode.wanted : mode.exact };
      change([folderOf(path)], (all) => put(all, path, file));
    },
    rename: (from, to) => change([folderOf(from), folderOf(to)], (all) => moved(all, from, to)),
    renameOver: (from, to, same) => {
      if (names.get(to) !== names.get(same)) return false;
      change([folderOf(from), folderOf(to)], (all) => moved(all, from, to));
      return true;
    },
    link: (from, to) => {
      free(to);
      change([folderOf(to)], (all) => all.has(from) && put(all, to, all.get(from) ?? null));
    },
    remove: (path) => change([folderOf(path)], (all) => all.delete(path)),
    makeFolder: (path) => change([folderOf(path)], (all) => put(all, path, null)),
    removeFolder: (path) => change([folderOf(path)], (all) => ![...all.keys()].some((one) => folderOf(one) === path) && all.delete(path), path),
    syncFolder: (path) => {
      steps++;
      if (steps >= n) throw new PowerCut();
      if (!syncs) return;
      sync(path);
    },
    closedBy: () => null,
    freeBytes: () => constants.MAX_LENGTH,
  };
  const afterwards: PowerCutDisk["afterwards"] = (survives) => {
    const left: Names = new Map(before);
    const unsynced = log.filter(({ synced }) => !synced);
    for (const one of log) if (one.synced || survives(unsynced.indexOf(one), unsynced.length)) one.apply(left);
    return left;
  };
  return { disk, changes: () => steps, afterwards };
}

/** A name stands in a folder, or nowhere. */
function put(all: Names, path: string, file: { readonly content: Buffer; readonly mode: number } | null): boolean {
  const folder = dirname(path);
  if (folder !== "." && !all.has(folder)) return false;
  all.set(path, file);
  return true;
}

function moved(all: Names, from: string, to: string): boolean {
  const file = all.get(from);
  if (file === undefined || !put(all, to, file)) return false;
  all.delete(from);
  return true;
}
