import { type FixPlan, planFixes, type Wishes } from "../../check/index.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { FileChange } from "../../model/file-change.ts";
import { prettyFixes, type Result, type ShownFixes } from "../../report/index.ts";
import { changeFiles, nodeDisk, recoverProject } from "../../workspace/index.ts";
import { overtakenFindings } from "../conflicts.ts";
import { type Context, isInteractive } from "../context.ts";
import { failed } from "../failed.ts";
import { flagFault } from "../flag-fault.ts";
import { holdingSignals } from "../hold-signals.ts";
import { type Asker, Cancelled, terminalAsker } from "../new/ask.ts";
import { hasColours } from "../look.ts";
import { verdictOn } from "../verdict.ts";
import type { Deadline } from "./deadline.ts";
import type { FixFlags } from "./fix-flags.ts";

/** How `--fix` ended before the check that follows it. */
export type Fixed =
  | { readonly result: Result }
  /** Findings are on files that somebody saved meanwhile, and stay as they are. */
  | { readonly result: null; readonly fixes: number; readonly changes: readonly FileChange[]; readonly findings: readonly Diagnostic[] };

const untouched: Fixed = { result: null, fixes: 0, changes: [], findings: [] };

/** Ends what an earlier run began; what went wrong with it. */
export async function endHalfDone(folder: string): Promise<readonly Diagnostic[]> {
  const [recovery, faults] = await holdingSignals(() => recoverProject(nodeDisk(folder)));
  return recovery === null ? faults : [];
}

/** Plans the fixes, shows them, asks, and carries them out in one transaction. */
export async function fixCode(
  context: Context,
  { architecture, folder, project, missed }: Deadline & { readonly architecture: Architecture; readonly folder: string },
  wishes: Wishes,
  { dryRun, yes }: FixFlags,
  ask: () => Asker = () => terminalAsker(),
): Promise<Fixed> {
  const disk = nodeDisk(folder);
  const plan = await planFixes(architecture, project, wishes);
  const late = missed();
  if (late !== null) return { result: failed("check", "diagnostics", [late]) };
  if (dryRun) return { result: shown(plan, context) };
  if (plan.fixes.length === 0) return untouched;
  context.say(prettyFixes(shownOf(plan), hasColours(context.io, context.io.stderr)));
  if (!yes && !isInteractive(context)) return { result: failed("check", "diagnostics", [flagFault("--yes", "Nobody can be asked here, and nothing was written.", "Add --yes to make these fixes, or --dry-run to see them alone.")]) };
  if (!yes && !(await agrees(ask(), plan))) return { result: failed("check", "diagnostics", [flagFault(null, "You said no; nothing was written.", "")]) };
  const [overtaken, faults] = await holdingSignals(() => changeFiles(disk, plan.changes));
  if (overtaken === null) return { result: failed("check", "diagnostics", faults) };
  return { result: null, fixes: plan.fixes.length, changes: plan.changes, findings: overtakenFindings(overtaken) };
}

async function agrees(asker: Asker, { changes }: FixPlan): Promise<boolean> {
  try {
    return await asker.confirm(changes.length === 1 ? "Change this file?" : `Change these ${changes.length} files?`, true);
  } catch (error) {
    if (error instanceof Cancelled) return false;
    throw error;
  }
}

const shownOf = ({ fixes, changes }: FixPlan): ShownFixes => ({ titles: fixes.map(({ title }) => title), changes });

function shown(plan: FixPlan & { readonly found: readonly Diagnostic[] }, { strict }: Context): Result {
  const summary = { fixes: plan.fixes.length, files: plan.changes.length, findings: plan.found.length };
  return { command: "check", exitCode: verdictOn(plan.found, strict), asked: "text", diagnostics: [], summary, text: prettyFixes(shownOf(plan), false) };
}
