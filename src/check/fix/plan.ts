import type { Diagnostic } from "../../model/diagnostic.ts";
import type { FileChange } from "../../model/file-change.ts";
import { keyOfFinding } from "../baseline.ts";
import type { Project } from "../project.ts";
import type { Fix, Maker, Scene } from "./fix.ts";
import { applied, compatible, type World, worldOf } from "./world.ts";
import { type Judge, proven } from "./proof.ts";

export interface FixPlan {
  readonly fixes: readonly Fix[];
  /** Sorted by the path before. */
  readonly changes: readonly FileChange[];
}

/**
 * Plans every fix that is certain for the findings that are wanted. It goes round, for a fix may make room for another: in each round
 * fixes are made, tried in memory, and kept where judging the result shows that their findings are gone and that no other came.
 */
export async function planFixes(scene: Scene, judge: Judge, makers: readonly Maker[], wanted: readonly Diagnostic[], rounds: number): Promise<FixPlan> {
  const keys = new Set(wanted.map(keyOfFinding));
  const fixes: Fix[] = [];
  let world = worldOf(scene.project);
  let now = scene;
  for (let round = 0; round < rounds; round++) {
    const kept = await oneRound(world, now, keys, judge, makers);
    if (kept.length === 0) break;
    fixes.push(...kept);
    world = applied(world, kept);
    if (round + 1 < rounds) now = await judge(world.project);
  }
  return { fixes, changes: changesOf(scene.project, world) };
}

/** Of the first kind of fix that finds any: a move is only looked for where nothing smaller helps. */
async function oneRound(world: World, now: Scene, wanted: ReadonlySet<string>, judge: Judge, makers: readonly Maker[]): Promise<readonly Fix[]> {
  const scene = { ...now, findings: now.findings.filter((one) => wanted.has(keyOfFinding(one))) };
  if (scene.findings.length === 0) return [];
  for (const make of makers) {
    const made = (await make(scene)).filter((fix) => isText(fix, scene));
    const kept = await proven(world, compatible(made), now.findings, judge);
    if (kept.length > 0) return kept;
  }
  return [];
}

/** Of a file that is no UTF-8 the text is not what its bytes are: it is left alone. */
function isText({ edits, move }: Fix, { project }: Scene): boolean {
  const paths = [...edits.map(({ path }) => path), ...(move === null ? [] : [move.from])];
  return paths.every((path) => !(project.read(path)[0] ?? "").includes("\ufffd"));
}

function changesOf(project: Project, { project: now, origins }: World): readonly FileChange[] {
  return [...origins]
    .map(([to, from]) => ({ from, to, before: project.read(from)[0] ?? "", after: now.read(to)[0] ?? "" }))
    .filter(({ from, to, before, after }) => from !== to || before !== after)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}
