import { existsSync } from "node:fs";
import { footprint } from "../../generators/index.ts";
import type { Result } from "../../report/index.ts";
import { ungenerated } from "../../spec/index.ts";
import { lastSpec, nodeDisk, planProject, unfinished, watched } from "../../workspace/index.ts";
import { compiling } from "../compiling.ts";
import { brokenFindings, conflictFindings, inConflict } from "../conflicts.ts";
import type { Context } from "../context.ts";
import { knownOf } from "../generate/known-of.ts";
import { failed } from "../failed.ts";
import { migrationFindings } from "../migrations.ts";
import { missingValueFindings } from "../missing-values.ts";
import { openConflictFindings } from "../open-conflicts.ts";
import type { PlanFlags } from "../plan.ts";
import { renderingFor } from "../rendering.ts";
import { fromFolder, loadSpec } from "../spec-file.ts";
import { unsaidRenameFindings } from "../unsaid-renames.ts";
import { hasErrors, verdictOn } from "../verdict.ts";
import { describedPlan } from "./described.ts";
import { chosenDiffs } from "./diffs.ts";
import { costText } from "./known.ts";
import { asksForNothing, nothingText } from "./nothing.ts";
import { savePlan } from "./plan-file.ts";
import { rowsText } from "./rows.ts";
import { versionFindings } from "../version.ts";
import { isIdle, rememberPlan, saidOf } from "./remember.ts";

/** The plan worked out from the spec and from all files. */
export async function fullPlan({ io, strict, say }: Context, { spec, diff, out, contract, upgrade = false }: PlanFlags & { readonly upgrade?: boolean }): Promise<Result> {
  const file = loadSpec(io.cwd, spec);
  const { architecture, diagnostics, folder } = file;
  if (architecture === null || !existsSync(folder)) return failed("plan", "plan", diagnostics);
  const seen = watched(nodeDisk(folder));
  const halfDone = unfinished(seen.disk);
  const warnings = [...diagnostics, ...ungenerated(architecture), ...fromFolder(halfDone === null ? [] : [halfDone], io.cwd, folder)];
  if (hasErrors(warnings)) return failed("plan", "plan", warnings);
  if (asksForNothing(seen.disk, architecture)) return { command: "plan", exitCode: verdictOn(warnings, strict), asked: "plan", diagnostics: warnings, summary: {}, text: nothingText };
  const [rendering, unreadable] = renderingFor(architecture, folder, { contract, upgrade, disk: seen.disk });
  if (rendering === null) return failed("plan", "plan", [...warnings, ...fromFolder(unreadable, io.cwd, folder)]);
  const [planned, faults] = planProject(seen.disk, rendering.tree, { ...knownOf(file), renames: rendering.renames, upgrade, compile: compiling({ say }) });
  if (planned === null) return failed("plan", "plan", [...warnings, ...fromFolder(faults, io.cwd, folder)]);
  const [diffs, unknown] = chosenDiffs(diff, planned.plan, diff === undefined ? [] : planned.edits());
  if (diffs === null) return failed("plan", "plan", [...warnings, ...unknown]);
  const unsaved = out === undefined ? null : savePlan(io.cwd, out, planned.record(), { spec: file.name, contract: contract ?? null });
  if (unsaved !== null) return failed("plan", "plan", [...warnings, unsaved]);
  const found = [...versionFindings(seen.disk), ...migrationFindings(planned.plan, "planned"), ...conflictFindings(planned.plan), ...brokenFindings(planned.plan)];
  const open = openConflictFindings(seen.disk, "error", inConflict(planned.plan));
  const all = [...warnings, ...unsaidRenameFindings(seen.disk, architecture), ...missingValueFindings(rendering, architecture), ...fromFolder([...found, ...open], io.cwd, folder)];
  const plan = describedPlan(seen.disk, architecture, rendering, planned.plan);
  const cost = footprint(architecture);
  const said = saidOf(rendering, cost);
  if (contract === undefined && !upgrade && open.length === 0 && isIdle(planned.pending, plan)) rememberPlan(nodeDisk(folder), seen, file, { diagnostics: all, plan, cost, said });
  const summary = { files: plan.files.length, unwritten: plan.unwritten.length };
  const exitCode = planned.pending ? 1 : verdictOn(all, strict);
  const text = [said, await costText(cost), rowsText(lastSpec(seen.disk), architecture), carriedOut(out)].join("");
  return { command: "plan", exitCode, asked: "plan", diagnostics: all, summary, plan, ...(diff === undefined ? {} : { diffs }), tense: "planned", text };
}

const carriedOut = (out: string | undefined): string => (out === undefined ? "" : `\nkeybeam generate ${out} does exactly this, or nothing.\n`);
