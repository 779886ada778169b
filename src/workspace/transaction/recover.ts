import type { Outcome } from "../../model/diagnostic.ts";
import { hashOf } from "../content.ts";
import { type Disk, readIfFile } from "../disk.ts";
import { fileFault } from "../fault.ts";
import { parseManifest } from "../manifest.ts";
import { obstacleOn } from "../obstacles.ts";
import { conflictPath, journalPath, transactionPath } from "../paths.ts";
import { apply } from "./apply.ts";
import { displacedFile } from "./displaced.ts";
import { type Journal, readJournal, type Step, stageFile } from "./journal.ts";
import { discard } from "./stage.ts";

export interface Recovery {
  readonly did: "nothing" | "rolled back" | "rolled forward";
  /** Paths that the user saved after the crash; theirs stay. */
  readonly overtaken: readonly string[];
}

/**
 * Ends what an earlier run began: without a journal nothing of the project was touched and the stage is dropped, with one the rest is
 * done. A journal that cannot be trusted, in any one step, is refused as a whole.
 */
export function recover(disk: Disk): Outcome<Recovery> {
  const journal = readJournal(disk);
  if (journal === null) {
    const did = disk.look(transactionPath) === null ? "nothing" : "rolled back";
    discard(disk);
    return [{ did, overtaken: [] }, []];
  }
  const fault = typeof journal === "string" ? journal : faultOf(disk, journal);
  if (fault !== null || typeof journal === "string") return [null, [fileFault("untrusted-journal", journalPath, `The journal cannot be used: ${fault}.`, help)]];
  return [{ did: "rolled forward", overtaken: apply(disk, journal, () => {}) }, []];
}

const help = `Look at what git says has changed, then delete ${transactionPath}/ and run the command again.`;

/** Why a journal does not fit the stage beside it, or the project as it lies now; null where it does. */
function faultOf(disk: Disk, journal: Journal): string | null {
  const faults = journal.steps.map((step, n) => stepFault(disk, step, n)).filter((fault) => fault !== null);
  return faults[0] ?? manifestFault(disk, journal.manifest);
}

function stepFault(disk: Disk, step: Step, n: number): string | null {
  const obstacle = obstacleOn(disk, step.path) ?? obstacleOn(disk, conflictPath(step.path)) ?? obstacleOn(disk, displacedFile(n));
  if (obstacle !== null) return `${step.path} cannot be reached, since ${obstacle.path} is ${obstacle.what}`;
  if (step.op === "remove" || disk.look(stageFile(step.n)) === null) return null;
  const staged = readIfFile(disk, stageFile(step.n));
  const isThere = staged !== null && readIfFile(disk, step.path)?.equals(staged) === true;
  return isThere || (staged !== null && hashOf(staged) === step.newHash) ? null : `the staged content of ${step.path} is not what it says`;
}

function manifestFault(disk: Disk, n: number | null): string | null {
  if (n === null || disk.look(stageFile(n)) === null) return null;
  const content = readIfFile(disk, stageFile(n));
  const manifest = content === null ? "it is no regular file" : parseManifest(content.toString());
  return typeof manifest === "string" ? `of the staged manifest, ${manifest}` : null;
}
