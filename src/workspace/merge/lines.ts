import { diff3Merge } from "node-diff3";
import { conflict, type Merge, merged } from "./tree.ts";
import type { Sides } from "./sides.ts";

const linesOf = (text: string): string[] => text.split("\n");

/**
 * A merge by line, for texts of which nothing more is known. In a list of lines, what both sides added at one place stands there one after
 * the other, the rendering's first; anywhere else that is a clash.
 */
export function mergeLines({ base, ours, theirs }: Sides<string>, isList = false): Merge {
  const lines: string[] = [];
  for (const { ok = [], conflict: clash } of diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true })) {
    if (clash === undefined) lines.push(...ok);
    else if (isList && clash.o.length === 0 && !sameName(clash.a, clash.b)) lines.push(...clash.b, ...clash.a);
    else return conflict(`both sides changed line ${clash.aIndex + 1}`);
  }
  return merged(lines.join("\n"));
}

/** Files that are lists of entries, an entry a line, with comments: variables, patterns, owners. */
export const isListOfLines = (path: string): boolean => /(?:^|\/)(?:\.env(?:\.\w+)?|\.(?:git|docker|npm)ignore|\.gitattributes|CODEOWNERS)$/.test(path);

/** Whether both have an entry of one name, `NAME=` or a whole line, commented out or not. */
function sameName(a: readonly string[], b: readonly string[]): boolean {
  const names = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => /^#?\s*([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? (line === "" || line.startsWith("#") ? [] : [line]));
  return names(a).some((name) => names(b).includes(name));
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
