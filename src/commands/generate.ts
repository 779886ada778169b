import { existsSync } from "node:fs";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic, Outcome } from "../model/diagnostic.ts";
import type { FileChange } from "../model/file-change.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import type { Result } from "../report/index.ts";
import { keptSpec, ungenerated } from "../spec/index.ts";
import { compile, nodeDisk, type Recovery, recoverProject, type Written, writeProject } from "../workspace/index.ts";
import type { Command, Context } from "./context.ts";
import { holdingSignals } from "./hold-signals.ts";
import { packageVersion } from "./package.ts";
import { progressOn } from "./progress.ts";
import { renderingFor } from "./rendering.ts";
import { restoreFault } from "./restore.ts";
import { fromFolder, loadSpec, specFolder } from "./spec-file.ts";
import { writtenFindings } from "./conflicts.ts";
import { stageConflicts } from "./stages.ts";
import { hasErrors, verdictOn } from "./verdict.ts";

interface Wishes {
  /** The spec as it stands in its file. */
  readonly text: string;
  /** Files that come with the project and are the user's. */
  readonly given?: readonly GeneratedFile[];
  /** A file that was deleted and is wanted again, its path from the project's folder. */
  readonly restore?: string | undefined;
  /** Whether conflicts go into the files, between markers. */
  readonly markers?: boolean | undefined;
  /** Changes of the user's own files that belong to the run, as one of the spec: written with it, or not at all. */
  readonly changes?: readonly FileChange[];
}

interface Options extends Pick<Wishes, "restore" | "markers"> {
  readonly spec?: string;
}

/** `keybeam generate [spec]`: brings the project to what its spec means, and leaves alone what was edited. */
export const generate: Command<Options> = async (context, { spec, restore, markers }) => {
  const [recovery, faults] = await holdingSignals(() => endUnfinished(specFolder(context.io.cwd, spec)));
  if (recovery === null) return failed(faults);
  const { architecture, diagnostics, folder, text } = loadSpec(context.io.cwd, spec);
  if (architecture === null) return failed(diagnostics);
  const result = await generateInto(context, architecture, [...diagnostics, ...ungenerated(architecture)], folder, { text, restore, markers });
  return { ...result, text: recovery.did === "nothing" ? "" : "An earlier run had been cut short; it was ended first.\n" };
};

/** Writes the project of a spec that was read already, about which `diagnostics` are all that there is to say. */
export async function generateInto(
  context: Context,
  architecture: Architecture,
  diagnostics: readonly Diagnostic[],
  folder: string,
  { text, given = [], restore, markers = false, changes = [] }: Wishes,
): Promise<Result> {
  if (hasErrors(diagnostics)) return failed(diagnostics);
  const [rendering, unreadable] = renderingFor(architecture, folder);
  if (rendering === null) return failed([...diagnostics, ...fromFolder(unreadable, context.io.cwd, folder)]);
  const lost = restore === undefined ? null : restoreFault(folder, rendering.tree, restore);
  if (lost !== null) return failed([...diagnostics, lost]);
  const progress = progressOn(context, "Writing");
  const [written, faults] = await holdingSignals(() =>
    writeProject(nodeDisk(folder), rendering.tree, { keybeam: packageVersion(), compile, spec: keptSpec(text) ?? undefined, given, restore, markers, changes, progress: progress.step }),
  );
  progress.end();
  const inFolder = (found: readonly Diagnostic[]): readonly Diagnostic[] => fromFolder(found, context.io.cwd, folder);
  if (written === null) return failed([...diagnostics, ...inFolder(faults)]);
  await stageConflicts(folder, written.marked);
  return done(written, [...diagnostics, ...inFolder(writtenFindings(written))], context.strict);
}

/** What an earlier run began is ended before anything else, the reading of the spec included: the spec may be part of it. */
function endUnfinished(folder: string): Outcome<Recovery> {
  return existsSync(folder) ? recoverProject(nodeDisk(folder)) : [{ did: "nothing", overtaken: [] }, []];
}

function done({ plan }: Written, diagnostics: readonly Diagnostic[], strict: boolean): Result {
  const summary = { files: plan.files.length, unwritten: plan.unwritten.length };
  return { command: "generate", exitCode: verdictOn(diagnostics, strict), asked: "plan", diagnostics, summary, plan, tense: "done" };
}

function failed(diagnostics: readonly Diagnostic[]): Result {
  return { command: "generate", exitCode: 2, asked: "plan", diagnostics, summary: {} };
}
