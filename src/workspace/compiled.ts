import type { CompileFault, Plan } from "../model/plan.ts";
import { inConflict, isOutdated } from "./decide.ts";
import type { Disk } from "./disk.ts";
import type { Compile } from "./merge/compile.ts";
import type { Judged } from "./prepare.ts";

/**
 * A merge that is clean and does not compile is a conflict: such files are left alone. Tells besides what else would no longer compile;
 * that is for the user to mend, as a use case that a new contract asks for.
 */
export function compiled(disk: Disk, judged: readonly Judged[], compile: Compile | undefined): readonly [readonly Judged[], Plan["broken"]] {
  const merges = judged.some(({ decision }) => decision.action === "merge");
  if (compile === undefined || !(merges || (judged.some(isToBeAdapted) && judged.some(({ decision }) => decision.write !== undefined)))) return [judged, undefined];
  const faults = compile(disk.root, changesOf(judged));
  if (faults === null) return [judged, merges ? null : undefined];
  const checked = judged.map((one) => {
    const fault = one.decision.action === "merge" ? faults.find(({ path }) => path === one.path) : undefined;
    return fault === undefined ? one : leftAlone(one, fault);
  });
  const merged = new Set(judged.flatMap(({ path, decision }) => (decision.action === "merge" ? [path] : [])));
  return [checked, faults.filter(({ path }) => !merged.has(path))];
}

/** It may not compile with what is written now. */
const isToBeAdapted = ({ disk, decision }: Judged): boolean => disk !== null && isOutdated(decision, disk.content);

function changesOf(judged: readonly Judged[]): ReadonlyMap<string, string | null> {
  const changes = new Map<string, string | null>();
  for (const { path, decision, moved } of judged) {
    if (decision.write !== undefined && (decision.action !== "conflict" || (moved !== undefined && decision.sides === undefined))) changes.set(path, decision.write.content.toString());
    else if (decision.action === "remove") changes.set(path, null);
  }
  return changes;
}

function leftAlone(one: Judged, fault: CompileFault): Judged {
  const { file, known, decision, moved } = one;
  if (file === null || known === null || decision.entry === null) return one;
  const why = `the two together do not compile, line ${fault.line}: ${fault.message}`;
  return { ...one, decision: { ...inConflict(why, Buffer.from(file.content), decision.entry, known), ...(moved === undefined ? {} : { write: moved.write }) } };
}
