import { existsSync } from "node:fs";
import { footprint } from "../generators/index.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { footprintText, pendingText, type Result } from "../report/index.ts";
import { ungenerated } from "../spec/index.ts";
import { compile, nodeDisk, planProject, unfinished } from "../workspace/index.ts";
import { brokenFindings, conflictFindings } from "./conflicts.ts";
import type { Command } from "./context.ts";
import { knownOf } from "./generate/into.ts";
import { migrationFindings } from "./migrations.ts";
import { describedPlan } from "./plan/described.ts";
import { chosenDiffs } from "./plan/diffs.ts";
import { savePlan } from "./plan/plan-file.ts";
import { probe } from "./probe.ts";
import { renderingFor } from "./rendering.ts";
import { fromFolder, loadSpec } from "./spec-file.ts";
import { hasErrors, verdictOn } from "./verdict.ts";

interface Options {
  readonly spec?: string;
  /** Whether to show what becomes of the text of each file, or of the files at a path alone. */
  readonly diff?: string | true | undefined;
  /** A file to write the plan to. */
  readonly out?: string | undefined;
  /** What left the spec and is to leave the database too, named between commas. */
  readonly contract?: string | undefined;
}

/** `keybeam plan [spec]`: what `generate` would do, what that means, and what is still to be written by hand. Writes nothing but the plan itself, where that is asked for; 1 where there is something to do. */
export const plan: Command<Options> = async ({ io, strict }, { spec, diff, out, contract }) => {
  const file = loadSpec(io.cwd, spec);
  const { architecture, diagnostics, folder } = file;
  if (architecture === null || !existsSync(folder)) return failed(diagnostics);
  const disk = nodeDisk(folder);
  const halfDone = unfinished(disk);
  const warnings = [...diagnostics, ...ungenerated(architecture), ...fromFolder(halfDone === null ? [] : [halfDone], io.cwd, folder)];
  if (hasErrors(warnings)) return failed(warnings);
  const [rendering, unreadable] = renderingFor(architecture, folder, contract);
  if (rendering === null) return failed([...warnings, ...fromFolder(unreadable, io.cwd, folder)]);
  const [planned, faults] = planProject(disk, rendering.tree, { ...knownOf(file), renames: rendering.renames, compile });
  if (planned === null) return failed([...warnings, ...fromFolder(faults, io.cwd, folder)]);
  const [diffs, unknown] = chosenDiffs(diff, planned.plan, diff === undefined ? [] : planned.edits());
  if (diffs === null) return failed([...warnings, ...unknown]);
  const unsaved = out === undefined ? null : savePlan(io.cwd, out, planned.record(), file.name);
  if (unsaved !== null) return failed([...warnings, unsaved]);
  const found = [...migrationFindings(planned.plan, "planned"), ...conflictFindings(planned.plan), ...brokenFindings(planned.plan)];
  const all = [...warnings, ...fromFolder(found, io.cwd, folder)];
  const described = describedPlan(disk, architecture, rendering, planned.plan);
  const summary = { files: described.files.length, unwritten: described.unwritten.length };
  const exitCode = planned.pending ? 1 : verdictOn(all, strict);
  const text = [pendingText(rendering.migrations.flatMap((one) => one.pending)), await costOf(architecture), carriedOut(out)].join("");
  return { command: "plan", exitCode, asked: "plan", diagnostics: all, summary, plan: described, ...(diff === undefined ? {} : { diffs }), tense: "planned", text };
};

const carriedOut = (out: string | undefined): string => (out === undefined ? "" : `\nkeybeam generate ${out} does exactly this, or nothing.\n`);

async function costOf(architecture: Architecture): Promise<string> {
  const cost = footprint(architecture);
  return cost.units.length === 0 ? "" : footprintText(cost, cost.units.length > 1 ? await probe() : null);
}

function failed(diagnostics: readonly Diagnostic[]): Result {
  return { command: "plan", exitCode: 2, asked: "plan", diagnostics, summary: {} };
}
