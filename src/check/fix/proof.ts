import type { Diagnostic } from "../../model/diagnostic.ts";
import { keyOfFinding } from "../baseline.ts";
import type { Project } from "../project.ts";
import type { Fix, Scene } from "./fix.ts";
import { applied, filesOf, type World } from "./world.ts";

/** Judges a project as `check` does, accepted and ignored findings left out. */
export type Judge = (project: Project) => Promise<Scene>;

const MOST_TRIES = 5;

/** Of these fixes those that hold together: the code that they make has lost the findings they are for, and has no new one. */
export async function proven(world: World, fixes: readonly Fix[], before: readonly Diagnostic[], judge: Judge): Promise<readonly Fix[]> {
  let kept = fixes;
  for (let tries = 0; tries < MOST_TRIES && kept.length > 0; tries++) {
    const { findings } = await judge(applied(world, kept).project);
    const failing = failingOf(kept, before, findings);
    if (failing.size === 0) return kept;
    kept = kept.filter((fix) => !failing.has(fix));
  }
  return [];
}

/** Fixes that did not take their findings away or brought another; all of them where nobody can be blamed. */
function failingOf(fixes: readonly Fix[], before: readonly Diagnostic[], after: readonly Diagnostic[]): ReadonlySet<Fix> {
  const names = new Map(fixes.flatMap(({ move }) => (move === null ? [] : [[move.to, move.from] as const])));
  const had = counted(before);
  const has = counted(after.map((one) => underOldNames(one, names)));
  const cured = counted(fixes.flatMap(({ cures }) => cures));
  const failing = new Set(fixes.filter(({ cures }) => cures.some((one) => left(one, had, cured) < (has.get(keyOfFinding(one)) ?? 0))));
  for (const finding of after) {
    const key = keyOfFinding(underOldNames(finding, names));
    if ((has.get(key) ?? 0) <= (had.get(key) ?? 0)) continue;
    const files = new Set([finding.at.file, finding.target, ...finding.related.map(({ at }) => at.file)]);
    const blamed = fixes.filter((fix) => filesOf(fix).some((path) => files.has(path)));
    for (const fix of blamed.length > 0 ? blamed : fixes) failing.add(fix);
  }
  return failing;
}

function left(finding: Diagnostic, had: ReadonlyMap<string, number>, cured: ReadonlyMap<string, number>): number {
  const key = keyOfFinding(finding);
  return (had.get(key) ?? 0) - (cured.get(key) ?? 0);
}

/** What is said of a file that was moved, as if it lay where it lay. */
function underOldNames(finding: Diagnostic, names: ReadonlyMap<string, string>): Diagnostic {
  const { at, target } = finding;
  const moved = { ...finding, at: { ...at, file: names.get(at.file) ?? at.file } };
  return target === undefined ? moved : { ...moved, target: names.get(target) ?? target };
}

function counted(findings: readonly Diagnostic[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of findings) counts.set(keyOfFinding(one), (counts.get(keyOfFinding(one)) ?? 0) + 1);
  return counts;
}
