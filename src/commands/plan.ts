import { existsSync } from "node:fs";
import { footprint, generate as render } from "../generators/index.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { footprintText, type Result } from "../report/index.ts";
import { ungenerated } from "../spec/index.ts";
import { compile, nodeDisk, planProject, unfinished } from "../workspace/index.ts";
import { brokenFindings, conflictFindings } from "./conflicts.ts";
import type { Command } from "./context.ts";
import { migrationFindings } from "./migrations.ts";
import { keybeamDependency } from "./origin.ts";
import { packageVersion } from "./package.ts";
import { probe } from "./probe.ts";
import { fromFolder, loadSpec } from "./spec-file.ts";
import { hasErrors, verdictOn } from "./verdict.ts";

interface Options {
  readonly spec?: string;
}

/** `keybeam plan [spec]`: what `generate` would do, and what is still to be written by hand. Reads only. */
export const plan: Command<Options> = async ({ io, strict }, { spec }) => {
  const { architecture, diagnostics, folder } = loadSpec(io.cwd, spec);
  if (architecture === null || !existsSync(folder)) return failed(diagnostics);
  const disk = nodeDisk(folder);
  const halfDone = unfinished(disk);
  const warnings = [...diagnostics, ...ungenerated(architecture), ...fromFolder(halfDone === null ? [] : [halfDone], io.cwd, folder)];
  if (hasErrors(warnings)) return failed(warnings);
  const tree = render(architecture, { keybeam: keybeamDependency(folder) });
  const [planned, faults] = planProject(disk, tree, { keybeam: packageVersion(), compile });
  if (planned === null) return failed([...warnings, ...fromFolder(faults, io.cwd, folder)]);
  const all = [...warnings, ...fromFolder([...migrationFindings(planned, "planned"), ...conflictFindings(planned), ...brokenFindings(planned)], io.cwd, folder)];
  const summary = { files: planned.files.length, unwritten: planned.unwritten.length };
  const cost = footprint(architecture);
  const text = cost.units.length === 0 ? "" : footprintText(cost, cost.units.length > 1 ? await probe() : null);
  return { command: "plan", exitCode: verdictOn(all, strict), asked: "plan", diagnostics: all, summary, plan: planned, tense: "planned", text };
};

function failed(diagnostics: readonly Diagnostic[]): Result {
  return { command: "plan", exitCode: 2, asked: "plan", diagnostics, summary: {} };
}
