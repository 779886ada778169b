import { hashOf } from "../content.ts";
import { type Disk, makeParents, parents, readIfFile, removeEmptyParents } from "../disk.ts";
import { obstacleOn } from "../obstacles.ts";
import { errorCode } from "../node-disk.ts";
import { conflictPath, journalPath, transactionPath } from "../paths.ts";
import { installManifest } from "./install-manifest.ts";
import { type Journal, type Step, stageFile } from "./journal.ts";
import { discard } from "./stage.ts";

type Write = Extract<Step, { op: "write" }>;

/**
 * Brings a committed transaction to its end. Each step looks first at what is done already, so that it may be begun again after a crash
 * as often as needed. Where the user saved a file in between, their bytes stay and the new ones go under `.keybeam/conflicts/`.
 * Returns the paths of which that is so.
 */
export function apply(disk: Disk, journal: Journal, progress: (done: number) => void): readonly string[] {
  const overtaken = journal.steps.filter((step, index) => {
    progress(index);
    return step.op === "write" ? write(disk, step) === "overtaken" : remove(disk, step) === "overtaken";
  });
  syncTouched(disk, journal.steps.map((step) => step.path));
  if (journal.manifest !== null) installManifest(disk, journal.manifest, overtaken);
  disk.remove(journalPath);
  disk.syncFolder(transactionPath);
  discard(disk);
  return overtaken.map((step) => step.path);
}

type Result = "done" | "overtaken";

/** The stage file is moved to its place, so where it is gone the step was done, here or under the conflicts. */
function write(disk: Disk, step: Write): Result {
  const staged = stageFile(step.n);
  if (disk.look(staged) === null) return hashAt(disk, conflictPath(step.path)) === step.newHash ? "overtaken" : "done";
  const now = hashAt(disk, step.path);
  if (now === step.oldHash && obstacleOn(disk, step.path) === null) return move(disk, staged, step);
  if (now !== step.newHash) return setAside(disk, staged, step.path);
  disk.remove(staged);
  return "done";
}

function move(disk: Disk, staged: string, step: Write): Result {
  makeParents(disk, step.path);
  if (step.oldHash !== null) {
    disk.rename(staged, step.path);
    return "done";
  }
  return moveToFreePlace(disk, staged, step.path) ? "done" : setAside(disk, staged, step.path);
}

/** A link, unlike a rename, never takes the place of a file that somebody made a moment ago. */
function moveToFreePlace(disk: Disk, staged: string, path: string): boolean {
  try {
    disk.link(staged, path);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(errorCode(error) ?? "")) throw error;
    disk.rename(staged, path);
    return true;
  }
  disk.remove(staged);
  return true;
}

/** @throws where something was put in the way since the plan looked; the journal stays, and the next run says what it is */
function setAside(disk: Disk, staged: string, path: string): Result {
  const obstacle = obstacleOn(disk, conflictPath(path));
  if (obstacle !== null) throw new Error(`${obstacle.path} is ${obstacle.what}`);
  makeParents(disk, conflictPath(path));
  disk.rename(staged, conflictPath(path));
  return "overtaken";
}

function remove(disk: Disk, step: Step): Result {
  const now = hashAt(disk, step.path);
  if (now !== null && now !== step.oldHash) return "overtaken";
  if (now !== null) disk.remove(step.path);
  removeEmptyParents(disk, step.path);
  return "done";
}

function hashAt(disk: Disk, path: string): string | null {
  const content = readIfFile(disk, path);
  return content === null ? null : hashOf(content);
}

function syncTouched(disk: Disk, paths: readonly string[]): void {
  const folders = new Set(paths.flatMap((path) => parents(path)));
  for (const folder of [...folders].sort().reverse()) if (disk.look(folder)?.kind === "folder") disk.syncFolder(folder);
  disk.syncFolder(".");
}
