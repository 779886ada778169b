import type { Diagnostic } from "../../model/diagnostic.ts";
import { nodeDisk, unfinished } from "../../workspace/reading.ts";
import type { Context } from "../context.ts";
import { flagFault } from "../flag-fault.ts";

export interface FixFlags {
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** What stands in the way of the flags as they are given together; null where nothing does. */
export function fixFlagFault({ fix, dryRun, yes }: FixFlags, { format }: Context): Diagnostic | null {
  const [alone] = fix ? [] : [...(dryRun ? ["--dry-run"] : []), ...(yes ? ["--yes"] : [])];
  if (alone !== undefined) return flagFault(alone, "It goes with --fix alone.", "Add --fix, or leave it out.");
  if (!dryRun || format === "pretty" || format === "json") return null;
  return flagFault("--dry-run", `A plan cannot be written as ${format}.`, "Take pretty or json.");
}

/** What an earlier run began and did not end; a run that may write ends it first. */
export async function halfDoneIn(folder: string, { fix, dryRun }: FixFlags): Promise<readonly Diagnostic[]> {
  const halfDone = unfinished(nodeDisk(folder));
  if (!fix || dryRun || halfDone === null) return halfDone === null ? [] : [halfDone];
  const { endHalfDone } = await import("./fix.ts");
  return endHalfDone(folder);
}
