import { type Disk, hashAt, makeParents, parents, removeEmptyParents } from "../disk.ts";
import { obstacleOn } from "../obstacles.ts";
import { errorCode } from "../error-code.ts";
import { conflictPath, journalPath, transactionPath } from "../paths.ts";
import { displacedFile, giveBackSaved, keepDisplaced, takeAway } from "./displaced.ts";
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
  const late = journal.steps.filter((step, n) => {
    progress(n);
    return (step.op === "write" ? write(disk, step, n) : remove(disk, step, n)) === "overtaken";
  });
  const saved = giveBackSaved(disk, journal.steps);
  const overtaken = journal.steps.filter((step) => late.includes(step) || saved.has(step));
  syncTouched(disk, [...journal.steps.map((step) => step.path), displacedFile(0)]);
  if (journal.manifest !== null) installManifest(disk, journal.manifest, overtaken);
  disk.remove(journalPath);
  disk.syncFolder(transactionPath);
  discard(disk);
  return overtaken.map((step) => step.path);
}

type Result = "done" | "overtaken";

/**
 * The stage file is moved to its place, so where it is gone the step was done, here or under the conflicts. One that was linked stays until the end: were
 * it gone first, a power cut could take the new name too and leave nothing. Until then both names are one file, and an edit of it is in both.
 */
function write(disk: Disk, step: Write, n: number): Result {
  const staged = stageFile(step.n);
  if (disk.look(staged) === null) return hashAt(disk, conflictPath(step.path)) === step.newHash ? "overtaken" : "done";
  const now = hashAt(disk, step.path);
  if (now === step.oldHash && obstacleOn(disk, step.path) === null) return move(disk, staged, step, n);
  return now === step.newHash || now === hashAt(disk, staged) ? "done" : setAside(disk, staged, step.path);
}

function move(disk: Disk, staged: string, step: Write, n: number): Result {
  makeParents(disk, step.path);
  if (step.oldHash === null) return moveToFreePlace(disk, staged, step) ? "done" : setAside(disk, staged, step.path);
  const kept = keepDisplaced(disk, step, n);
  if (kept === "changed") return setAside(disk, staged, step.path);
  if (kept !== "not kept") return disk.renameOver(staged, step.path, kept.at) ? "done" : setAside(disk, staged, step.path);
  acrossMounts(
    () => disk.rename(staged, step.path),
    () => disk.rename(copyBeside(disk, staged, step), step.path),
  );
  return "done";
}

/** Does the one thing, or the other where the first would lead from mount to mount. */
function acrossMounts(direct: () => void, byCopy: () => void): void {
  try {
    direct();
  } catch (error) {
    if (errorCode(error) !== "EXDEV") throw error;
    byCopy();
  }
}

/** Copies a stage file to the folder where it is to lie, under a name that is nobody else's. What a cut left of an earlier copy is replaced. */
function copyBeside(disk: Disk, staged: string, { path, newHash }: Write): string {
  const copy = `${path}.${newHash}`;
  if (disk.look(copy) !== null) disk.remove(copy);
  disk.create(copy, disk.read(staged), { exact: disk.look(staged)?.mode ?? 0o644 });
  return copy;
}

/** A link, unlike a rename, never takes the place of a file that somebody made a moment ago. */
function moveToFreePlace(disk: Disk, staged: string, step: Write): boolean {
  const { path } = step;
  try {
    acrossMounts(() => disk.link(staged, path), () => linkCopy(disk, staged, step));
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(errorCode(error) ?? "")) throw error;
    disk.rename(staged, path);
  }
  return true;
}

function linkCopy(disk: Disk, staged: string, step: Write): void {
  const copy = copyBeside(disk, staged, step);
  try {
    disk.link(copy, step.path);
  } finally {
    disk.remove(copy);
  }
}

/** @throws where something was put in the way since the plan looked; the journal stays, and the next run says what it is */
function setAside(disk: Disk, staged: string, path: string): Result {
  const obstacle = obstacleOn(disk, conflictPath(path));
  if (obstacle !== null) throw new Error(`${obstacle.path} is ${obstacle.what}`);
  makeParents(disk, conflictPath(path));
  disk.rename(staged, conflictPath(path));
  return "overtaken";
}

function remove(disk: Disk, step: Step, n: number): Result {
  const now = hashAt(disk, step.path);
  if (now !== null && now !== step.oldHash) return "overtaken";
  if (now !== null) takeAway(disk, step, n);
  removeEmptyParents(disk, step.path);
  return "done";
}

function syncTouched(disk: Disk, paths: readonly string[]): void {
  const folders = new Set(paths.flatMap((path) => parents(path)));
  for (const folder of [...folders].sort().reverse()) if (disk.look(folder)?.kind === "folder") disk.syncFolder(folder);
  disk.syncFolder(".");
}
