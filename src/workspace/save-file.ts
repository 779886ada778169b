import type { Diagnostic } from "../model/diagnostic.ts";
import type { Disk } from "./disk.ts";
import { fileFault, systemFault } from "./fault.ts";

/**
 * Writes one file of the project in one step, with the folders that it needs; `new` never touches one that is there. Links are not followed, so
 * that nothing outside the project is written. Null where it was done.
 */
export function saveFile(disk: Disk, path: string, text: string, how: "new" | "replace"): Diagnostic | null {
  try {
    const obstacle = obstacleTo(disk, path, how);
    if (obstacle !== null) return fileFault("file-system", path, obstacle);
    const parents = foldersOf(path);
    for (const folder of parents) if (disk.look(folder) === null) disk.makeFolder(folder);
    const content = Buffer.from(text);
    if (how === "new") disk.create(path, content, { wanted: 0o666 });
    else replace(disk, path, content);
    disk.syncFolder(parents.at(-1) ?? "");
    return null;
  } catch (error) {
    return systemFault(error);
  }
}

function replace(disk: Disk, path: string, content: Uint8Array): void {
  const staged = `${path}.new`;
  if (disk.look(staged) !== null) disk.remove(staged);
  disk.create(staged, content, { wanted: 0o666 });
  disk.rename(staged, path);
}

function obstacleTo(disk: Disk, path: string, how: "new" | "replace"): string | null {
  const blocked = foldersOf(path).find((folder) => (disk.look(folder)?.kind ?? "folder") !== "folder");
  if (blocked !== undefined) return `${blocked} is no folder, so ${path} was not written.`;
  const found = disk.look(path);
  if (found === null) return null;
  if (how === "new") return `${path} is there already, and was left as it is.`;
  return found.kind === "file" ? null : `${path} is no regular file, and was left as it is.`;
}

/** `a/b/c.json` → `a`, `a/b`. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
