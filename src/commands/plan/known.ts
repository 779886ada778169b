import { lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Footprint } from "../../model/footprint.ts";
import type { Plan } from "../../model/plan.ts";
import { footprintText, type Result } from "../../report/index.ts";
import { hashOf, nodeDisk, readInput, recallIdle } from "../../workspace/reading.ts";
import { keybeamDependency } from "../origin.ts";
import { packageRoot, packageVersion } from "../package.ts";
import { probe } from "../probe.ts";
import { type SpecPaths, specPaths } from "../spec-paths.ts";
import { verdictOn } from "../verdict.ts";

const LONGEST = 1024 * 1024;

/** A plan in which nothing was to be done. */
export interface IdlePlan {
  readonly diagnostics: readonly Diagnostic[];
  readonly plan: Plan;
  readonly cost: Footprint;
  /** What else there is to say of the project. */
  readonly said: string;
}

/** The plan of an earlier run, where nothing was to be done then and neither the project, its spec nor this program has changed. */
export function recallPlan(cwd: string, spec: string | undefined): IdlePlan | null {
  const paths = specPaths(cwd, spec);
  const [bytes] = readInput(paths.file, paths.name, LONGEST);
  const key = bytes === null ? null : idleKey(paths, bytes);
  // It was written under a key that holds this program and its build: by nobody else.
  return key === null ? null : (recallIdle(nodeDisk(paths.folder), key) as IdlePlan | null);
}

/** All that a plan rests on beside the files of the project. Null where this program may change from one run to the next and not show it. */
export function idleKey({ folder, name }: Pick<SpecPaths, "folder" | "name">, spec: Uint8Array): string | null {
  const build = buildStamp();
  return build === null ? null : hashOf(Buffer.from(JSON.stringify([packageVersion(), process.version, build, name, hashOf(spec), keybeamDependency(folder)])));
}

/** Changes with every build and every installation. Null where keybeam runs from its sources, of which any file may change. */
function buildStamp(): string | null {
  const built = join(packageRoot, "dist");
  if (!dirname(fileURLToPath(import.meta.url)).startsWith(built)) return null;
  return readdirSync(built, { recursive: true, encoding: "utf8" })
    .sort()
    .map((file) => {
      const { size, mtimeMs, ctimeMs, ino } = lstatSync(join(built, file));
      return `${file} ${size} ${mtimeMs} ${ctimeMs} ${ino}`;
    })
    .join("\n");
}

/** The result of a plan in which nothing is to be done. */
export async function idleResult({ diagnostics, plan, cost, said }: IdlePlan, strict: boolean): Promise<Result> {
  const summary = { files: plan.files.length, unwritten: plan.unwritten.length };
  return { command: "plan", exitCode: verdictOn(diagnostics, strict), asked: "plan", diagnostics, summary, plan, tense: "planned", text: said + (await costText(cost)) };
}

/** What the topology costs, with the time of a hop as it is on this machine now. */
export async function costText(cost: Footprint): Promise<string> {
  return cost.units.length === 0 ? "" : footprintText(cost, cost.units.length > 1 ? await probe() : null);
}
