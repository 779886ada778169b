import { dirname } from "node:path/posix";
import { type Disk, hashAt, makeParents } from "../disk.ts";
import { refusal } from "../error-code.ts";
import { conflictPath, home, transactionPath } from "../paths.ts";
import type { Step } from "./journal.ts";

/**
 * What a step takes the place of is kept under a name in here until the run ends: a save that came in the instant before shows then, and its bytes are
 * there. Where a mount or a file system has no second names, or the file is keybeam's own, nothing is kept.
 */
export const displacedFile = (n: number): string => `${transactionPath}/was/${n}`;

type Kept = { readonly at: string } | "changed" | "not kept";

/** Gives the file that a step is about to replace a second name; `changed` where it is no longer the one that the plan knows. */
export function keepDisplaced(disk: Disk, { path, oldHash }: Pick<Step, "path" | "oldHash">, n: number): Kept {
  if (path.startsWith(`${home}/`)) return "not kept";
  const at = displacedFile(n);
  makeParents(disk, at);
  if (disk.look(at) !== null) {
    if (hashAt(disk, at) !== oldHash) return "changed";
    disk.remove(at);
  }
  const failure = refusal(unsupported, () => disk.link(path, at));
  if (failure !== null) return failure === "ENOENT" ? "changed" : "not kept";
  return hashAt(disk, at) === oldHash ? { at } : "changed";
}

/** Takes a file away, so that a save of the same instant comes along. */
export function takeAway(disk: Disk, { path }: Pick<Step, "path">, n: number): void {
  if (path.startsWith(`${home}/`)) return disk.remove(path);
  makeParents(disk, displacedFile(n));
  const failure = refusal(unsupported, () => disk.rename(path, displacedFile(n)));
  if (failure !== null && failure !== "ENOENT") disk.remove(path);
}

/** The system's names of why it cannot be done here at all. */
const unsupported = ["EXDEV", "EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP", "EMLINK", "ENOENT"];

/**
 * Gives back what somebody saved in the very instant of a step: their bytes are at the path again, and the new rendering beside it; or, where they have
 * saved once more since, the earlier bytes beside it. Gives the steps of which that is so.
 */
export function giveBackSaved(disk: Disk, steps: readonly Step[]): ReadonlySet<Step> {
  return new Set(steps.filter((step, n) => disk.look(displacedFile(n))?.kind === "file" && givenBack(disk, step, displacedFile(n))));
}

function givenBack(disk: Disk, step: Step, kept: string): boolean {
  const saved = hashAt(disk, kept);
  if (saved === step.oldHash) return false;
  const now = hashAt(disk, step.path);
  if (now === saved) return true;
  const isOurs = step.op === "write" && now === step.newHash;
  if (isOurs) offerCopy(disk, step.path, `${kept}.offer`);
  const to = isOurs || now === null ? step.path : conflictPath(step.path);
  makeParents(disk, to);
  disk.rename(kept, to);
  disk.syncFolder(dirname(to));
  return true;
}

/** The file stays where it is meanwhile, so that no moment is without one. */
function offerCopy(disk: Disk, path: string, copy: string): void {
  if (disk.look(copy) !== null) disk.remove(copy);
  disk.create(copy, disk.read(path), { wanted: 0o644 });
  makeParents(disk, conflictPath(path));
  disk.rename(copy, conflictPath(path));
}
