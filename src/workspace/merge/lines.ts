import { diff3Merge } from "node-diff3";
import { conflict, type Merge, merged } from "./tree.ts";
import type { Sides } from "./sides.ts";

const linesOf = (text: string): string[] => text.split("\n");

/**
 * A merge by line, for texts of which nothing more is known. In a list of lines, what one side added beside what the other changed is no clash: what
 * both added at one place stands there one after the other, the rendering's first.
 */
export function mergeLines({ base, ours, theirs }: Sides<string>, isList = false): Merge {
  const lines: string[] = [];
  for (const { ok = [], conflict: clash } of diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true })) {
    const settled = clash === undefined ? ok : isList ? joined(clash) : null;
    if (settled === null) return conflict(`both sides changed line ${(clash?.aIndex ?? 0) + 1}`);
    lines.push(...settled);
  }
  return merged(lines.join("\n"));
}

interface Clash {
  readonly a: readonly string[];
  readonly o: readonly string[];
  readonly b: readonly string[];
}

/** Both changes of a place in a list of lines, where one of them only added before or after what was there; else null. */
function joined({ a, o, b }: Clash): readonly string[] | null {
  const [mine, theirs] = [addedTo(o, a), addedTo(o, b)];
  if (mine !== null) return sameName([...mine.before, ...mine.after], b) ? null : [...mine.before, ...b, ...mine.after];
  if (theirs !== null) return sameName([...theirs.before, ...theirs.after], a) ? null : [...theirs.before, ...a, ...theirs.after];
  return null;
}

/** What was added around lines that are as they were; null where they are not. */
function addedTo(was: readonly string[], now: readonly string[]): { readonly before: readonly string[]; readonly after: readonly string[] } | null {
  const starts = was.every((line, n) => now[n] === line);
  if (starts) return { before: [], after: now.slice(was.length) };
  const gap = now.length - was.length;
  return gap > 0 && was.every((line, n) => now[n + gap] === line) ? { before: now.slice(0, gap), after: [] } : null;
}

/** Files that are lists of entries, an entry a line, with comments: variables, patterns, owners. */
export const isListOfLines = (path: string): boolean => /(?:^|\/)(?:\.env(?:\.\w+)?|\.(?:git|docker|npm)ignore|\.gitattributes|CODEOWNERS)$/.test(path);

/** Whether both have an entry of one name, `NAME=` or a whole line, commented out or not. */
function sameName(a: readonly string[], b: readonly string[]): boolean {
  const names = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => /^#?\s*([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? (line === "" || line.startsWith("#") ? [] : [line]));
  return names(a).some((name) => names(b).includes(name));
}

const [OURS, THEIRS] = ["<<<<<<< yours", ">>>>>>> rendered now"];

/** Whether a clash stands in a text as it was put there. */
export const hasMarkedLines = (text: string): boolean => text.includes(`${OURS}\n`) && text.includes(THEIRS);

/** The lines of our text, from 1, where a clash that was put between markers begins. */
export const markersAt = (text: string): readonly number[] => linesOf(text).flatMap((line, at) => (line === OURS ? [at + 1] : []));

/** The lines of our text, from 1, where both sides changed the same and did so otherwise. */
export function clashesAt({ base, ours, theirs }: Sides<string>): readonly number[] {
  return diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true }).flatMap(({ conflict: clash }) => (clash === undefined ? [] : [clash.aIndex + 1]));
}

/** The same with the three sides of each clash between markers, as git writes them. */
export function markedLines({ base, ours, theirs }: Sides<string>): string {
  const regions = diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true });
  const lines = regions.flatMap(({ ok, conflict: clash }) =>
    clash === undefined
      ? (ok ?? [])
      : [OURS, ...clash.a, "||||||| last rendered", ...clash.o, "=======", ...clash.b, THEIRS],
  );
  return lines.join("\n");
}
