import { hashOf } from "../content.ts";
import { type Disk, makeParents, parents } from "../disk.ts";
import type { Operation } from "../operation.ts";
import { stagePath, transactionPath } from "../paths.ts";
import { commitJournal, type Journal, type Step, stageFile } from "./journal.ts";

/**
 * Lays all new content beside the project, on the device, and then commits to it. Throws where the system refuses; until the last line
 * nothing of the project has changed, and `discard` undoes the rest.
 */
export function stage(disk: Disk, operations: readonly Operation[], manifest: string | null, progress: (done: number) => void): Journal {
  makeParents(disk, `${stagePath}/0`);
  const steps = operations.map((operation, n) => {
    progress(n);
    return stageOne(disk, operation, n);
  });
  if (manifest !== null) disk.create(stageFile(operations.length), Buffer.from(manifest), { wanted: 0o644 });
  for (const folder of [stagePath, ...[...parents(stagePath)].reverse(), "."]) disk.syncFolder(folder);
  const journal = { steps, manifest: manifest === null ? null : operations.length };
  commitJournal(disk, journal);
  return journal;
}

function stageOne(disk: Disk, operation: Operation, n: number): Step {
  if (operation.op === "remove") return operation;
  const { op, path, content, oldHash, mode } = operation;
  disk.create(stageFile(n), content, mode);
  return { op, path, n, oldHash, newHash: hashOf(content) };
}

/** Removes all that a transaction laid down; after the journal is gone, or before it was there. */
export function discard(disk: Disk): void {
  removeTree(disk, transactionPath);
}

function removeTree(disk: Disk, path: string): void {
  const found = disk.look(path);
  if (found === null) return;
  if (found.kind !== "folder") return disk.remove(path);
  for (const name of disk.list(path)) removeTree(disk, `${path}/${name}`);
  disk.removeFolder(path);
}
