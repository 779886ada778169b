import { hashOf } from "./content.ts";
import { refusal, unlessRefused } from "./error-code.ts";

/** What lies at a path, links not followed. */
export type Kind = "file" | "folder" | "link" | "other";

export interface Found {
  readonly kind: Kind;
  /** Permission bits, as 0o644. */
  readonly mode: number;
  readonly bytes: number;
}

export type Mode = { readonly wanted: number } | { readonly exact: number };

/**
 * The few file operations that a project needs, handed in so that a test can fail each of them in turn. Paths are POSIX and relative
 * to the project's folder. Every operation is synchronous: a signal handler then never sees a transaction half done. All throw Node's
 * own error, with `code`, where the system refuses.
 */
export interface Disk {
  /** The project's folder, absolute and with its own links resolved. */
  readonly root: string;
  /** Null where nothing lies. */
  readonly look: (path: string) => Found | null;
  readonly read: (path: string) => Buffer;
  /** Names in a folder, sorted; empty where there is none. */
  readonly list: (folder: string) => readonly string[];
  /**
   * Writes a file that must not exist yet, and waits until it is on the device. `wanted` is narrowed by the user's umask, `exact` is not.
   */
  readonly create: (path: string, content: Uint8Array, mode: Mode) => void;
  readonly rename: (from: string, to: string) => void;
  /** Renames over a file as long as that is the same one, and no other with the same name, as lies at `same`; false, and nothing done, where it is not. */
  readonly renameOver: (from: string, to: string, same: string) => boolean;
  /** Gives a file a second name; fails with EEXIST where that name is taken. */
  readonly link: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
  readonly makeFolder: (path: string) => void;
  readonly removeFolder: (path: string) => void;
  /** Waits until the names in a folder are on the device. */
  readonly syncFolder: (path: string) => void;
  /** The system's name of why nothing can be made or removed in a folder, as EACCES; null where it can. */
  readonly closedBy: (folder: string) => string | null;
  /** Bytes that may still be written on the project's device. */
  readonly freeBytes: () => number;
}

/** The bytes of a regular file, or null where there is no such file; another process may take it away between the look and the reading. */
export function readIfFile(disk: Disk, path: string): Buffer | null {
  return disk.look(path)?.kind === "file" ? unlessRefused(["ENOENT"], () => disk.read(path)) : null;
}

/** The hash of a regular file, or null where there is no such file. */
export function hashAt(disk: Disk, path: string): string | null {
  const content = readIfFile(disk, path);
  return content === null ? null : hashOf(content);
}

/** Folders above a path, outermost first: `a`, `a/b` for `a/b/c.ts`. */
export function parents(path: string): readonly string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

/** Makes each missing folder above a path. */
export function makeParents(disk: Disk, path: string): void {
  for (const folder of parents(path)) if (disk.look(folder) === null) disk.makeFolder(folder);
}

/** Removes the folders above a path that are empty now, innermost first; some may be gone already. */
export function removeEmptyParents(disk: Disk, path: string): void {
  for (const folder of [...parents(path)].reverse()) {
    const found = disk.look(folder);
    if (found === null) continue;
    if (found.kind !== "folder" || disk.list(folder).length > 0 || !removeIfEmpty(disk, folder)) return;
  }
}

/** False where something is in it, were it put there this instant, or where it is gone already. */
function removeIfEmpty(disk: Disk, folder: string): boolean {
  return refusal(["ENOTEMPTY", "EEXIST", "ENOENT"], () => disk.removeFolder(folder)) === null;
}
