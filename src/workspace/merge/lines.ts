import { diff3Merge } from "node-diff3";
import { conflict, type Merge, merged } from "./tree.ts";
import type { Sides } from "./sides.ts";

const linesOf = (text: string): string[] => text.split("\n");

/** A merge by line, for texts of which nothing more is known. */
export function mergeLines({ base, ours, theirs }: Sides<string>): Merge {
  const regions = diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true });
  const clash = regions.find((region) => region.conflict !== undefined);
  if (clash?.conflict !== undefined) return conflict(`both sides changed line ${clash.conflict.aIndex + 1}`);
  return merged(regions.flatMap(({ ok = [] }) => ok).join("\n"));
}

/** The same with the three sides of each clash between markers, as git writes them. */
export function markedLines({ base, ours, theirs }: Sides<string>): string {
  const regions = diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true });
  const lines = regions.flatMap(({ ok, conflict: clash }) =>
    clash === undefined
      ? (ok ?? [])
      : ["<<<<<<< yours", ...clash.a, "||||||| last rendered", ...clash.o, "=======", ...clash.b, ">>>>>>> rendered now"],
  );
  return lines.join("\n");
}
