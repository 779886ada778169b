/**
 * What `check --fix` does: for findings at hand, changes that are certain. Cheap guesses on the graph come first, then syntax (the one
 * place of this room that loads the parser), then each change is tried in memory and judged like any code.
 */
import type { Diagnostic } from "../../model/diagnostic.ts";
import { buildGraph } from "../build-graph.ts";
import { keyOfFinding } from "../baseline.ts";
import type { FactCache } from "../cache/cache.ts";
import type { Project } from "../project.ts";
import { faceInstead } from "./entry.ts";
import type { Maker, Scene } from "./fix.ts";
import { importType } from "./import-type.ts";
import { moveFile, type WholeGraph } from "./move.ts";
import { type FixPlan, planFixes } from "./plan.ts";
import { recalled } from "../recalled.ts";

export type { FixPlan } from "./plan.ts";

/** Judges a project as `check` does; the cache holds what is known of the files that are as they were. */
export type CachedJudge = (project: Project, cache: FactCache) => Promise<Scene>;

export interface FixWishes {
  /** Files that a generator writes, which stay where they are. */
  readonly isOwned?: ((path: string) => boolean) | undefined;
}

const MOST_ROUNDS = 10;

/** Every fix that is certain for these findings, round after round until there is no other. */
export function fixesFor(scene: Scene, judge: CachedJudge, wanted: readonly Diagnostic[], wishes: FixWishes): Promise<FixPlan> {
  const cache = recalled(scene.graph);
  return planFixes(scene, (project) => judge(project, cache), makersFor(wishes, cache), wanted, MOST_ROUNDS);
}

/** With more findings than this nobody reads what is offered for each. */
const MOST_OFFERS = 200;

/** The findings, each for which there is a fix saying so in its help. */
export async function withOffers(scene: Scene, judge: CachedJudge, found: readonly Diagnostic[], wishes: FixWishes): Promise<readonly Diagnostic[]> {
  if (found.length > MOST_OFFERS) return found;
  const cured = new Set<string>();
  const cache = recalled(scene.graph);
  for (const maker of makersFor(wishes, cache)) {
    const { fixes } = await planFixes(scene, (project) => judge(project, cache), [maker], found, 1);
    for (const one of fixes.flatMap(({ cures }) => cures)) cured.add(keyOfFinding(one));
  }
  const offer = "`keybeam check --fix` does it.";
  return found.map((one) => (cured.has(keyOfFinding(one)) ? { ...one, help: one.help === "" ? offer : `${one.help} ${offer}` } : one));
}

function makersFor({ isOwned = () => false }: FixWishes, cache: FactCache): readonly Maker[] {
  const wholeGraph: WholeGraph = ({ graph: { architecture }, project }) =>
    buildGraph({ ...architecture, check: { ...architecture.check, exclude: [] } }, project, cache);
  return [importType, faceInstead, moveFile(wholeGraph, isOwned)];
}
