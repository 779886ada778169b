import { type Disk, readIfFile } from "../disk.ts";
import { isHash, isRecord, parseJson } from "../manifest.ts";
import { home, journalPath, lockPath, manifestPath, pathFault, stagePath, transactionPath } from "../paths.ts";

/** A step as the journal holds it; the content of a `write` lies in the stage under `n`. */
export type Step =
  | { readonly op: "write"; readonly path: string; readonly n: number; readonly oldHash: string | null; readonly newHash: string }
  | { readonly op: "remove"; readonly path: string; readonly oldHash: string };

export interface Journal {
  readonly steps: readonly Step[];
  /** The stage file that holds the new manifest; null where it stays as it is. */
  readonly manifest: number | null;
}

const journalVersion = 1;
const mostSteps = 100_000;

export const stageFile = (n: number): string => `${stagePath}/${n}`;

/** Puts the journal in its place by a rename: from then on the transaction is certain, before it nothing has happened. */
export function commitJournal(disk: Disk, journal: Journal): void {
  const draft = `${transactionPath}/journal.draft`;
  disk.create(draft, Buffer.from(`${JSON.stringify({ version: journalVersion, ...journal })}\n`), { wanted: 0o644 });
  disk.rename(draft, journalPath);
  disk.syncFolder(transactionPath);
}

/** The journal of an unfinished transaction; null where there is none, a sentence where it cannot be trusted. */
export function readJournal(disk: Disk): Journal | string | null {
  const content = readIfFile(disk, journalPath);
  if (content === null) return disk.look(journalPath) === null ? null : "it is no regular file";
  const data = parseJson(content.toString());
  if (!isRecord(data) || data.version !== journalVersion || !Array.isArray(data.steps)) return "it is none that this keybeam writes";
  if (data.steps.length > mostSteps) return `it has more than ${mostSteps} steps`;
  if (data.manifest !== null && !isStageNumber(data.manifest)) return "it names no manifest";
  const steps = data.steps.map(parseStep);
  const bad = steps.indexOf(null);
  if (bad >= 0) return `its step ${bad} is malformed or leads outside the project`;
  return { steps: steps.filter((step) => step !== null), manifest: data.manifest };
}

function parseStep(value: unknown): Step | null {
  if (!isRecord(value)) return null;
  const { op, path, n, oldHash, newHash } = value;
  if (typeof path !== "string" || pathFault(path) !== null || isPrivate(path)) return null;
  if (op === "remove" && isHash(oldHash)) return { op, path, oldHash };
  if (op !== "write" || !isStageNumber(n) || !isHash(newHash)) return null;
  return oldHash === null || isHash(oldHash) ? { op, path, n, oldHash, newHash } : null;
}

const isStageNumber = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** What only the transaction itself may write. */
function isPrivate(path: string): boolean {
  return path === home || path === lockPath || path === manifestPath || path === transactionPath || path.startsWith(`${transactionPath}/`);
}
