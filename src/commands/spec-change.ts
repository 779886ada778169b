import { basename } from "node:path";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { FileChange } from "../model/file-change.ts";
import type { Result } from "../report/index.ts";
import { readSpec, ungenerated } from "../spec/index.ts";
import { nodeDisk, planProject, unfinished } from "../workspace/index.ts";
import { compiling } from "./compiling.ts";
import { brokenFindings, conflictFindings, inConflict } from "./conflicts.ts";
import type { Context } from "./context.ts";
import { failed } from "./failed.ts";
import { generateInto } from "./generate/into.ts";
import { migrationFindings } from "./migrations.ts";
import { missingValueFindings } from "./missing-values.ts";
import { openConflictFindings } from "./open-conflicts.ts";
import { packageVersion } from "./package.ts";
import { describedPlan } from "./plan/described.ts";
import { renderingFor } from "./rendering.ts";
import { fromFolder, type SpecFile } from "./spec-file.ts";
import { unsaidRenameFindings } from "./unsaid-renames.ts";
import { hasErrors } from "./verdict.ts";

/** A spec as a command would leave it, which makes sense. */
export interface SpecChange {
  readonly command: string;
  readonly file: SpecFile;
  readonly text: string;
  readonly architecture: Architecture;
  readonly diagnostics: readonly Diagnostic[];
}

/** The spec as it would be, read and judged like any other; else the result that refuses it, and shows it as it would have been. */
export function changeOf(command: string, file: SpecFile, text: string): SpecChange | { readonly refused: Result } {
  const [architecture, found] = readSpec(text, file.name);
  const diagnostics = architecture === null ? found : [...found, ...ungenerated(architecture)];
  if (architecture !== null && !hasErrors(diagnostics)) return { command, file, text, architecture, diagnostics };
  return { refused: { ...failed(command, "plan", diagnostics), drafts: new Map([[file.name, text]]) } };
}

/** The change as it would stand in the file. */
export const fileChangeOf = ({ file, text }: SpecChange): FileChange => ({ from: basename(file.name), to: basename(file.name), before: file.text, after: text });

/** What generating the changed spec would do; 1, for it is still to be done. Reads only. */
export function planned({ io, say }: Context, change: SpecChange, text: string): Result {
  const { command, file, architecture, diagnostics } = change;
  const disk = nodeDisk(file.folder);
  const halfDone = unfinished(disk);
  if (halfDone !== null) return failed(command, "plan", [...diagnostics, ...fromFolder([halfDone], io.cwd, file.folder)]);
  const [rendering, unreadable] = renderingFor(architecture, file.folder);
  if (rendering === null) return failed(command, "plan", [...diagnostics, ...fromFolder(unreadable, io.cwd, file.folder)]);
  const [outcome, faults] = planProject(disk, rendering.tree, { renames: rendering.renames, keybeam: packageVersion(), compile: compiling({ say }) });
  if (outcome === null) return failed(command, "plan", [...diagnostics, ...fromFolder(faults, io.cwd, file.folder)]);
  const plan = describedPlan(disk, architecture, rendering, outcome.plan);
  const all = [...diagnostics, ...unsaidRenameFindings(disk, architecture), ...missingValueFindings(rendering, architecture), ...fromFolder([...migrationFindings(plan, "planned"), ...conflictFindings(plan), ...brokenFindings(plan), ...openConflictFindings(disk, "error", inConflict(plan))], io.cwd, file.folder)];
  const summary = { files: plan.files.length, unwritten: plan.unwritten.length };
  return { command, exitCode: 1, asked: "plan", diagnostics: all, summary, plan, tense: "planned", text, drafts: new Map([[file.name, change.text]]) };
}

/** Writes the spec and its project in one transaction: both, or neither. */
export async function write(context: Context, change: SpecChange, text: string): Promise<Result> {
  const result = await generateInto(context, change.architecture, change.diagnostics, change.file.folder, { spec: { name: change.file.name, text: change.text }, changes: [fileChangeOf(change)] });
  return { ...result, command: change.command, text: `${text}${result.text ?? ""}` };
}
