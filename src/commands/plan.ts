import { existsSync } from "node:fs";
import { footprint } from "../generators/index.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { footprintText, pendingText, type Result } from "../report/index.ts";
import { keptSpec, ungenerated } from "../spec/index.ts";
import { compile, nodeDisk, planProject, unfinished } from "../workspace/index.ts";
import { brokenFindings, conflictFindings } from "./conflicts.ts";
import type { Command } from "./context.ts";
import { migrationFindings } from "./migrations.ts";
import { packageVersion } from "./package.ts";
import { describedPlan } from "./plan/described.ts";
import { chosenDiffs } from "./plan/diffs.ts";
import { probe } from "./probe.ts";
import { renderingFor } from "./rendering.ts";
import { fromFolder, loadSpec } from "./spec-file.ts";
import { hasErrors, verdictOn } from "./verdict.ts";

interface Options {
  readonly spec?: string;
  /** Whether to show what becomes of the text of each file, or of the files at a path alone. */
  readonly diff?: string | true | undefined;
}

/** `keybeam plan [spec]`: what `generate` would do, what that means, and what is still to be written by hand. Reads only; 1 where there is something to do. */
export const plan: Command<Options> = async ({ io, strict }, { spec, diff }) => {
  const { architecture, diagnostics, folder, text } = loadSpec(io.cwd, spec);
  if (architecture === null || !existsSync(folder)) return failed(diagnostics);
  const disk = nodeDisk(folder);
  const halfDone = unfinished(disk);
  const warnings = [...diagnostics, ...ungenerated(architecture), ...fromFolder(halfDone === null ? [] : [halfDone], io.cwd, folder)];
  if (hasErrors(warnings)) return failed(warnings);
  const [rendering, unreadable] = renderingFor(architecture, folder);
  if (rendering === null) return failed([...warnings, ...fromFolder(unreadable, io.cwd, folder)]);
  const [planned, faults] = planProject(disk, rendering.tree, { keybeam: packageVersion(), compile, spec: keptSpec(text) ?? undefined });
  if (planned === null) return failed([...warnings, ...fromFolder(faults, io.cwd, folder)]);
  const [diffs, unknown] = chosenDiffs(diff, planned.plan, diff === undefined ? [] : planned.edits());
  if (diffs === null) return failed([...warnings, ...unknown]);
  const found = [...migrationFindings(planned.plan, "planned"), ...conflictFindings(planned.plan), ...brokenFindings(planned.plan)];
  const all = [...warnings, ...fromFolder(found, io.cwd, folder)];
  const described = describedPlan(disk, architecture, rendering, planned.plan);
  const summary = { files: described.files.length, unwritten: described.unwritten.length };
  const exitCode = planned.pending ? 1 : verdictOn(all, strict);
  return { command: "plan", exitCode, asked: "plan", diagnostics: all, summary, plan: described, ...(diff === undefined ? {} : { diffs }), tense: "planned", text: `${pendingText(rendering.migrations.flatMap((one) => one.pending))}${await costOf(architecture)}` };
};

async function costOf(architecture: Architecture): Promise<string> {
  const cost = footprint(architecture);
  return cost.units.length === 0 ? "" : footprintText(cost, cost.units.length > 1 ? await probe() : null);
}

function failed(diagnostics: readonly Diagnostic[]): Result {
  return { command: "plan", exitCode: 2, asked: "plan", diagnostics, summary: {} };
}
