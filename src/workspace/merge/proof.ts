import type { Sides } from "./sides.ts";
import type { List, Tree } from "./tree.ts";

/**
 * What a merge must hold before it is believed: every word that the user added is there as often, every word that the rendering added
 * too, and no name stands twice in one list. Null where it does; else a sentence.
 */
export function proofFault(sides: Sides<Tree>, result: Tree): string | null {
  const [base, ours, theirs, after] = [sides.base, sides.ours, sides.theirs, result].map(countsOf);
  if (base === undefined || ours === undefined || theirs === undefined || after === undefined) return null;
  for (const [side, other] of [[ours, theirs], [theirs, ours]] as const) {
    for (const [word, count] of side) {
      const before = base.get(word) ?? 0;
      const left = Math.min(count, count + (other.get(word) ?? 0) - before);
      if (count > before && (after.get(word) ?? 0) < left) return `\`${word}\` would be lost`;
    }
  }
  const twice = repeatedKey(result, [sides.ours, sides.theirs]);
  return twice === null ? null : `\`${twice.replace(/^\w+:/, "")}\` would stand twice`;
}

const signs = /^[()[\]{}<>,;:|&=.?]+$/;

/** How often each word and comment stands in a tree; signs aside, which come and go with a list's form. */
function countsOf(tree: Tree): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of tree.tokens()) if (!signs.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** A name that a list of the result holds more often than any list of the sides. */
function repeatedKey(result: Tree, sides: readonly Tree[]): string | null {
  const known = new Set(sides.flatMap((side) => listsOf(side).flatMap(repeated)));
  return listsOf(result).flatMap(repeated).find((key) => !known.has(key)) ?? null;
}

function listsOf({ inside }: Tree): readonly List[] {
  if (inside.form === "leaf") return [];
  if (inside.form === "slots") return inside.slots.flatMap(({ tree }) => listsOf(tree));
  return [inside, ...inside.pieces.flatMap(({ core }) => listsOf(core))];
}

/** Elements of an array, and calls, may well stand twice. */
function repeated({ pieces }: List): readonly string[] {
  const keys = pieces.flatMap(({ key }) => (key === null || /^(element|call|spread):/.test(key) ? [] : [key]));
  return keys.filter((key, n) => keys.indexOf(key) !== n);
}
