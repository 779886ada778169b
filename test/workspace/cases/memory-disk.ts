import { constants } from "node:buffer";
import type { Disk } from "../../../src/workspace/index.ts";

/** A project's folder in memory, for tests that make thousands of runs. */
export function memoryDisk(files: Map<string, { content: Buffer; mode: number }>): Disk {
  const folders = new Set<string>();
  const made = (path: string): boolean => folders.has(path) || [...files.keys()].some((name) => name.startsWith(`${path}/`));
  const fileAt = (path: string): { content: Buffer; mode: number } => {
    const file = files.get(path);
    if (file === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    return file;
  };
  const taken = (path: string): void => {
    if (files.has(path)) throw Object.assign(new Error(`EEXIST: ${path}`), { code: "EEXIST" });
  };
  return {
    root: "/project",
    look: (path) => {
      const file = files.get(path);
      if (file !== undefined) return { kind: "file", mode: file.mode, bytes: file.content.length };
      return made(path) ? { kind: "folder", mode: 0o755, bytes: 0 } : null;
    },
    read: (path) => fileAt(path).content,
    list: (folder) => {
      const below = [...files.keys(), ...folders].filter((name) => name.startsWith(`${folder}/`));
      return [...new Set(below.map((name) => name.slice(folder.length + 1).split("/")[0] ?? ""))].sort();
    },
    create: (path, content, mode) => {
      taken(path);
      files.set(path, { content: Buffer.from(content), mode: "wanted" in mode ? mode.wanted : mode.exact });
    },
    rename: (from, to) => {
      files.set(to, fileAt(from));
      files.delete(from);
    },
    renameOver: (from, to, same) => {
      if (files.get(to) !== fileAt(same)) return false;
      files.set(to, fileAt(from));
      return files.delete(from);
    },
    link: (from, to) => {
      taken(to);
      files.set(to, fileAt(from));
    },
    remove: (path) => {
      fileAt(path);
      files.delete(path);
    },
    makeFolder: (path) => void folders.add(path),
    removeFolder: (path) => {
      folders.delete(path);
      if (made(path)) throw Object.assign(new Error(`ENOTEMPTY: ${path}`), { code: "ENOTEMPTY" });
    },
    syncFolder: () => undefined,
    closedBy: () => null,
    freeBytes: () => constants.MAX_LENGTH,
  };
}
