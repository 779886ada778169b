import {
  accessSync, closeSync, constants, fchmodSync, fsyncSync, linkSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, realpathSync, renameSync,
  rmdirSync, statfsSync, unlinkSync, writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Disk, Found, Mode } from "./disk.ts";
import { errorCode, unlessRefused } from "./error-code.ts";

/** The real disk under a folder that exists. */
export function nodeDisk(folder: string): Disk {
  const root = realpathSync(folder);
  const at = (path: string): string => join(root, path);
  return {
    root,
    look: (path) => look(at(path)),
    read: (path) => readFileSync(at(path)),
    list: (path) => (look(at(path))?.kind === "folder" ? (unlessRefused(["ENOENT"], () => readdirSync(at(path)).sort()) ?? []) : []),
    create: (path, content, mode) => createSynced(at(path), content, mode),
    rename: (from, to) => retryBusy(() => renameSync(at(from), at(to))),
    renameOver: (from, to, same) => {
      if (!isOneFile(at(to), at(same))) return false;
      retryBusy(() => renameSync(at(from), at(to)));
      return true;
    },
    link: (from, to) => linkSync(at(from), at(to)),
    remove: (path) => unlinkSync(at(path)),
    makeFolder: (path) => mkdirSync(at(path)),
    removeFolder: (path) => rmdirSync(at(path)),
    syncFolder: (path) => syncFolder(at(path)),
    closedBy: (path) => closedBy(at(path)),
    freeBytes: () => {
      const { bavail, bsize } = statfsSync(root);
      return bavail * bsize;
    },
  };
}

function look(path: string): Found | null {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  const kind = stat.isFile() ? "file" : stat.isDirectory() ? "folder" : stat.isSymbolicLink() ? "link" : "other";
  return { kind, mode: stat.mode & 0o777, bytes: stat.size };
}

function isOneFile(path: string, other: string): boolean {
  const [one, two] = [path, other].map((name) => lstatSync(name, { bigint: true, throwIfNoEntry: false }));
  return one !== undefined && two !== undefined && one.ino === two.ino && one.dev === two.dev;
}

function createSynced(path: string, content: Uint8Array, mode: Mode): void {
  const file = openSync(path, "wx", "wanted" in mode ? mode.wanted : mode.exact);
  try {
    for (let written = 0; written < content.length; ) written += writeSync(file, content, written);
    if ("exact" in mode) fchmodSync(file, mode.exact);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function closedBy(folder: string): string | null {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return errorCode(error);
  }
}

/** On Windows a folder cannot be opened, and its names are written with the rename itself. */
function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** On Windows a rename over a file that somebody holds open is refused for a moment; it is tried again for a second at most. */
function retryBusy(rename: () => void): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 1; ; attempt++) {
    try {
      return rename();
    } catch (error) {
      const busy = process.platform === "win32" && ["EPERM", "EBUSY", "EACCES"].includes(errorCode(error) ?? "");
      if (!busy || attempt === 10) throw error;
      Atomics.wait(pause, 0, 0, 100);
    }
  }
}
