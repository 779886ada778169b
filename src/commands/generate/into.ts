import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { FileChange } from "../../model/file-change.ts";
import type { GeneratedFile } from "../../model/file-tree.ts";
import type { Result } from "../../report/index.ts";
import { nodeDisk, type PlanRecord, type Written, writeProject } from "../../workspace/index.ts";
import { compiling } from "../compiling.ts";
import { inConflict, writtenFindings } from "../conflicts.ts";
import type { Context } from "../context.ts";
import { failed } from "../failed.ts";
import { knownOf } from "./known-of.ts";
import { nextSteps } from "./next.ts";
import { holdingSignals } from "../hold-signals.ts";
import { rememberWritten } from "../plan/remember.ts";
import { progressOn } from "../progress.ts";
import { renderingFor } from "../rendering.ts";
import { restoreFault } from "../restore.ts";
import { fromFolder, type SpecFile } from "../spec-file.ts";
import { stageConflicts } from "../stages.ts";
import { missingValueFindings } from "../missing-values.ts";
import { openConflictFindings } from "../open-conflicts.ts";
import { versionFindings } from "../version.ts";
import { unsaidRenameFindings } from "../unsaid-renames.ts";
import { hasErrors, verdictOn } from "../verdict.ts";

export interface Wishes {
  readonly spec: Pick<SpecFile, "name" | "text">;
  /** The plan that was agreed to: no other is carried out. */
  readonly agreed?: PlanRecord | undefined;
  /** Files that come with the project and are the user's. */
  readonly given?: readonly GeneratedFile[];
  /** A file that was deleted and is wanted again, its path from the project's folder. */
  readonly restore?: string | undefined;
  /** Whether conflicts go into the files, between markers. */
  readonly markers?: boolean | undefined;
  /** What left the spec and is to leave the database too, named between commas. */
  readonly contract?: string | undefined;
  /** Whether the project takes this keybeam for its own. */
  readonly upgrade?: boolean;
  /** Changes of the user's own files that belong to the run, as one of the spec: written with it, or not at all. */
  readonly changes?: readonly FileChange[];
}

/** Writes the project of a spec that was read already, about which `diagnostics` are all that there is to say. */
export async function generateInto(
  context: Context,
  architecture: Architecture,
  diagnostics: readonly Diagnostic[],
  folder: string,
  { spec, restore, contract, ...wishes }: Wishes,
): Promise<Result> {
  if (hasErrors(diagnostics)) return failed("generate", "plan", diagnostics);
  const next = nextSteps(nodeDisk(folder), architecture);
  const [rendering, unreadable] = renderingFor(architecture, folder, { contract, agreed: wishes.agreed !== undefined, upgrade: wishes.upgrade });
  if (rendering === null) return failed("generate", "plan", [...diagnostics, ...fromFolder(unreadable, context.io.cwd, folder)]);
  const lost = restore === undefined ? null : restoreFault(folder, rendering.tree, restore);
  if (lost !== null) return failed("generate", "plan", [...diagnostics, lost]);
  const missing = missingValueFindings(rendering, architecture);
  const before = [...unsaidRenameFindings(nodeDisk(folder), architecture), ...missing, ...fromFolder(versionFindings(nodeDisk(folder)), context.io.cwd, folder)];
  const progress = progressOn(context, "Writing");
  const [written, faults] = await holdingSignals(() =>
    writeProject(nodeDisk(folder), rendering.tree, { ...wishes, ...knownOf(spec), renames: rendering.renames, history: rendering.read, compile: compiling(context), restore, progress: progress.step }),
  );
  progress.end();
  const inFolder = (found: readonly Diagnostic[]): readonly Diagnostic[] => fromFolder(found, context.io.cwd, folder);
  if (written === null) return failed("generate", "plan", [...diagnostics, ...inFolder(faults)]);
  await stageConflicts(folder, written.marked);
  if (written.overtaken.length === 0) rememberWritten({ ...spec, folder }, architecture, rendering, [...diagnostics, ...missing]);
  return { ...done(written, [...diagnostics, ...before, ...inFolder([...writtenFindings(written), ...openConflictFindings(nodeDisk(folder), "error", [...inConflict(written.plan), ...written.overtaken])])], context.strict), text: next() };
}

function done({ plan }: Written, diagnostics: readonly Diagnostic[], strict: boolean): Result {
  const summary = { files: plan.files.length, unwritten: plan.unwritten.length };
  return { command: "generate", exitCode: verdictOn(diagnostics, strict), asked: "plan", diagnostics, summary, plan, tense: "done" };
}
