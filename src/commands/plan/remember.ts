import { footprint, historyPaths } from "../../generators/index.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Footprint } from "../../model/footprint.ts";
import type { Plan } from "../../model/plan.ts";
import { pendingText } from "../../report/index.ts";
import { type Disk, keepIdle, keptFiles, nodeDisk, openConflicts, planProject, unfinished, watched, type WatchedDisk } from "../../workspace/index.ts";
import { knownOf } from "../generate/known-of.ts";
import { keybeamDependency } from "../origin.ts";
import type { Rendering } from "../rendering.ts";
import type { SpecFile } from "../spec-file.ts";
import { versionFindings } from "../version.ts";
import { describedPlan } from "./described.ts";
import { type IdlePlan, idleKey } from "./known.ts";

type Spec = Pick<SpecFile, "folder" | "name" | "text">;

/** Keeps a plan in which nothing is to be done, with all that was looked at for it. */
export function rememberPlan(disk: Disk, seen: WatchedDisk, spec: Spec, idle: IdlePlan): void {
  const key = idleKey(spec, Buffer.from(spec.text));
  if (key !== null) keepIdle(disk, key, seen.facts(), idle);
}

/** Whether every later plan says the same while nothing changes: nothing is to be done, and nothing is in the way. */
export const isIdle = (pending: boolean, plan: Plan): boolean => !pending && plan.broken === undefined && !plan.files.some(({ action }) => action === "conflict");

/**
 * Keeps what the next plan would say, once a run has written: that nothing is to be done. `diagnostics` are on the spec. A run that has made
 * migrations changed what it went on from, and leaves it to the next plan to render again.
 */
export function rememberWritten(spec: Spec, architecture: Architecture, rendering: Rendering, diagnostics: readonly Diagnostic[]): void {
  const goesOn = rendering.migrations.some(({ added, deletes }) => added.length > 0 || deletes !== undefined) || rendering.dependency !== keybeamDependency(spec.folder);
  if (goesOn || idleKey(spec, Buffer.from(spec.text)) === null) return;
  const disk = nodeDisk(spec.folder);
  const seen = watched(disk);
  keptFiles(seen.disk, historyPaths);
  const [planned] = planProject(seen.disk, rendering.tree, { ...knownOf(spec), renames: rendering.renames });
  const said = openConflicts(seen.disk).length > 0 || unfinished(seen.disk) !== null || versionFindings(seen.disk).length > 0;
  if (planned === null || said || !isIdle(planned.pending, planned.plan)) return;
  const plan = describedPlan(seen.disk, architecture, rendering, planned.plan);
  const cost = footprint(architecture);
  rememberPlan(disk, seen, spec, { diagnostics, plan, cost, said: saidOf(rendering, cost) });
}

/** What a rendering leaves to be agreed to. */
export const saidOf = ({ migrations }: Rendering, { databases }: Footprint): string => pendingText(migrations.flatMap((one) => one.pending), databases > 0);
