/**
 * The room that alone touches a project's files. A rendered tree, the files on disk and what was last rendered give a plan; a plan is
 * carried out in one transaction: everything is staged, one rename commits to it, and whatever cuts it short, the next run ends it.
 */
import type { Diagnostic, Outcome } from "../model/diagnostic.ts";
import type { FileChange } from "../model/file-change.ts";
import type { FileTree } from "../model/file-tree.ts";
import type { Plan } from "../model/plan.ts";
import { prepareChanges } from "./change.ts";
import { type Disk, removeEmptyParents } from "./disk.ts";
import { fileFault, systemFault } from "./fault.ts";
import type { ReadHistory } from "./kept.ts";
import { isStopped, type Owner, releaseLock, removeDeadClaims, takeLock } from "./lock.ts";
import { closedFolders } from "./closed.ts";
import { obstacleOn } from "./obstacles.ts";
import { home, journalPath, lockPath, manifestPath, transactionPath } from "./paths.ts";
import { preparePlan } from "./plan.ts";
import type { PlanOptions } from "./plan-options.ts";
import { departures, type PlanRecord } from "./plan-record.ts";
import type { Operation } from "./operation.ts";
import type { Marked } from "./prepare.ts";
import { apply } from "./transaction/apply.ts";
import { recover, type Recovery } from "./transaction/recover.ts";
import { discard, stage } from "./transaction/stage.ts";
import { prepareUndo, withUndo } from "./undo.ts";

export type { Disk } from "./disk.ts";
export type { PlanOptions } from "./plan-options.ts";
export { type Asked, parseRecord, type PlanRecord, printRecord } from "./plan-record.ts";
export { isMarked } from "./decide.ts";
export type { Marked } from "./prepare.ts";
export { errorCode, generatedFiles, keepIdle, nodeDisk, openConflicts, readInput, recallIdle, saveFile, systemFault, unfinished, watched, type WatchedDisk } from "./reading.ts";
export { byVersion, lastRun, lastSpec } from "./last-run.ts";
export type { Recovery } from "./transaction/recover.ts";
export { keptFiles, type ReadHistory, readHistoryFiles } from "./kept.ts";
export { type Compile, compile } from "./merge/compile.ts";

export interface Written {
  readonly plan: Plan;
  /** Paths that the user saved while keybeam wrote: theirs stay, the new rendering lies under `.keybeam/conflicts/`. */
  readonly overtaken: readonly string[];
  /** Conflicts that lie in their files between markers. */
  readonly marked: readonly Marked[];
}

export interface WriteOptions extends PlanOptions {
  /** What the rendering goes on from: it holds for nothing else. */
  readonly history?: ReadHistory | undefined;
  /** Changes of files that are the user's, which are written with the project or not at all. */
  readonly changes?: readonly FileChange[];
  /** The plan that was agreed to: nothing is written where another one would be carried out. */
  readonly agreed?: PlanRecord | undefined;
  /** Called as the writing goes on, with steps done and steps in all. */
  readonly progress?: (done: number, all: number) => void;
}

export interface Planned {
  readonly plan: Plan;
  /** Whether a run would write anything, be it only what keybeam keeps for itself. */
  readonly pending: boolean;
  /** The plan to be written down. */
  readonly record: () => PlanRecord;
  /** What becomes of the text of each file, worked out when it is asked for. */
  readonly edits: () => readonly FileChange[];
}

/** What `writeProject` would do. Reads only. */
export function planProject(disk: Disk, tree: FileTree, options: PlanOptions): Outcome<Planned> {
  return guarded(() => {
    const [prepared, faults] = preparePlan(disk, tree, options);
    return prepared === null ? [null, faults] : [{ plan: prepared.plan, pending: prepared.manifest !== null, record: prepared.record, edits: prepared.edits }, faults];
  });
}

/** Brings a project to what its spec means, in one transaction. Null where nothing was written, and why. */
export function writeProject(disk: Disk, tree: FileTree, options: WriteOptions): Outcome<Written> {
  return guarded(() => locked(disk, () => recoverAndWrite(disk, tree, options)));
}

/**
 * Changes files of the project in one transaction, and gives the paths that the user saved meanwhile. Null where nothing was written, as
 * where a file is another than the one that was read, and why.
 */
export function changeFiles(disk: Disk, changes: readonly FileChange[]): Outcome<readonly string[]> {
  return guarded(() =>
    locked(disk, () => {
      const [recovery, recoveryFaults] = recover(disk);
      if (recovery === null) return [null, recoveryFaults];
      const [operations, faults] = prepareChanges(disk, changes);
      return operations === null ? [null, faults] : carryOut(disk, operations, null, () => {});
    }),
  );
}

/**
 * Brings every byte back that the last run changed, in one transaction. That is a run too: to undo it brings back what was undone. Null
 * where there is none, or where somebody has edited since what it wrote.
 */
export function undoRun(disk: Disk): Outcome<Written> {
  return guarded(() =>
    locked(disk, () => {
      const [recovery, recoveryFaults] = recover(disk);
      if (recovery === null) return [null, recoveryFaults];
      const [prepared, faults] = prepareUndo(disk);
      if (prepared === null) return [null, faults];
      const [overtaken, writeFaults] = carryOut(disk, prepared.operations, prepared.manifest, () => {});
      return overtaken === null ? [null, writeFaults] : [{ plan: { files: prepared.files, unwritten: [] }, overtaken, marked: [] }, []];
    }),
  );
}

function lockedBy(owner: Owner): Diagnostic {
  const who = `Another keybeam, process ${owner.pid} on ${owner.host},`;
  if (isStopped(owner)) return fileFault("locked", lockPath, `${who} is stopped in the middle of writing this project.`, `Let it go on (kill -CONT ${owner.pid}), or end it (kill -9 ${owner.pid}): then the next run ends what it began.`);
  return fileFault("locked", lockPath, `${who} is writing this project.`, `Wait for it, or delete ${lockPath} if it is gone.`);
}

/** Ends what an earlier run began and did not end; does nothing, and takes no lock, where there is nothing. */
export function recoverProject(disk: Disk): Outcome<Recovery> {
  if (disk.look(transactionPath) === null) return [{ did: "nothing", overtaken: [] }, []];
  return guarded(() => locked(disk, () => recover(disk)));
}

function locked<T>(disk: Disk, work: () => Outcome<T>): Outcome<T> {
  const obstacle = obstacleOn(disk, lockPath);
  if (obstacle !== null) return [null, [fileFault("path-kind", obstacle.path, `${obstacle.path} is ${obstacle.what}; nothing was written.`)]];
  const isNew = disk.look(home) === null;
  const owner = takeLock(disk);
  if (owner !== null) return [null, [lockedBy(owner)]];
  try {
    removeDeadClaims(disk);
    return work();
  } finally {
    releaseLock(disk);
    if (isNew) removeEmptyParents(disk, lockPath);
  }
}

function recoverAndWrite(disk: Disk, tree: FileTree, options: WriteOptions): Outcome<Written> {
  const [recovery, recoveryFaults] = recover(disk);
  if (recovery === null) return [null, recoveryFaults];
  if (options.history?.isAsRead(disk) === false) return [null, [fileFault("conflict", manifestPath, "Somebody else wrote the project meanwhile: nothing was written.", "Run the command again.")]];
  const [prepared, faults] = preparePlan(disk, tree, options);
  if (prepared === null) return [null, faults];
  const departed = options.agreed === undefined ? [] : departures(options.agreed, prepared.record());
  if (departed.length > 0) return [null, departed];
  const [edits, editFaults] = prepareChanges(disk, options.changes ?? []);
  if (edits === null) return [null, editFaults];
  const operations = [...edits, ...prepared.operations];
  const idle = prepared.manifest === null && operations.length === 0;
  const [overtaken, writeFaults] = idle ? [[], []] : carryOut(disk, operations, prepared.manifest, options.progress ?? (() => {}));
  if (overtaken === null) return [null, writeFaults];
  return [{ plan: prepared.plan, overtaken: [...new Set([...recovery.overtaken, ...overtaken])].sort(), marked: prepared.marked }, []];
}

/** `manifest` is null where it stays as it is. */
function carryOut(disk: Disk, changes: readonly Operation[], manifest: string | null, said: (done: number, all: number) => void): Outcome<readonly string[]> {
  // Where there is only code to check, and no project, nothing may be left behind.
  const isProject = manifest !== null || disk.look(manifestPath) !== null;
  const operations = isProject ? withUndo(disk, changes, manifest) : changes;
  const closed = closedFolders(disk, operations.map(({ path }) => path));
  if (closed.length > 0) return [null, closed];
  const needed = operations.reduce((sum, one) => sum + (one.op === "write" ? one.content.length : 0), manifest?.length ?? 0) * 1.1;
  if (disk.freeBytes() < needed) return [null, [fileFault("file-system", ".", `This takes ${Math.ceil(needed)} bytes, and the device has ${disk.freeBytes()} left.`)]];
  const progress = (done: number): void => said(done, operations.length * 2);
  try {
    const journal = stage(disk, operations, manifest, progress);
    return [apply(disk, journal, (done) => progress(operations.length + done)), []];
  } catch (error) {
    if (disk.look(journalPath) === null) discard(disk);
    throw error;
  }
}

function guarded<T>(work: () => Outcome<T>): Outcome<T> {
  try {
    return work();
  } catch (error) {
    return [null, [systemFault(error)]];
  }
}
