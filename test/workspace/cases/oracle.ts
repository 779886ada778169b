import { parseTypeScript } from "../../../src/workspace/merge/syntax/typescript.ts";
import type { Tree } from "../../../src/workspace/merge/tree.ts";

const word = /[\p{L}\p{N}_$]+/gu;

/** How often each word stands in a text. */
function wordsOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [one] of text.matchAll(word)) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/**
 * The law of conservation: a word stands in the result as often as it was, and what each side added or took away. Where both sides did the
 * same with it, it counts once, which shows in no sum; so a word that was there before has a lower bound alone. Gives the first that breaks it.
 */
export function lostWord(base: string, ours: string, theirs: string, result: string): string | null {
  const counts = [base, ours, theirs, result].map(wordsOf);
  for (const one of new Set(counts.flatMap((side) => [...side.keys()]))) {
    const [b = 0, o = 0, t = 0, r = 0] = counts.map((side) => side.get(one) ?? 0);
    const sum = o + t - b;
    if (r < Math.min(sum, Math.max(o, t)) || (b === 0 && r > o + t)) return `\`${one}\`: ${b} as rendered, ${o} by hand, ${t} now, ${r} merged`;
  }
  return null;
}

/** Whether two changes of a text touch different declarations and keys. Null where a text has none, or does not parse. */
export function areDisjoint(path: string, base: string, ours: string, theirs: string): boolean | null {
  const trees = [base, ours.replaceAll("\r\n", "\n"), theirs].map((text) => (/\.(ts|json)$/.test(path) ? parseTypeScript(path, text) : null));
  const [b, o, t] = trees;
  if (b == null || o == null || t == null || typeof b === "string" || typeof o === "string" || typeof t === "string") return null;
  const mine = changedKeys(b, o);
  return changedKeys(b, t).every((one) => mine.every((other) => !meets(one, other)));
}

const meets = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

/** The names of what differs between two trees, each below the name of what holds it. */
function changedKeys(before: Tree, after: Tree, path = ""): readonly string[] {
  if (before.text === after.text || before.tokens().join("\n") === after.tokens().join("\n")) return [];
  const [a, b] = [before.inside, after.inside];
  if (before.kind !== after.kind) return [path];
  if (a.form === "slots" && b.form === "slots" && a.slots.length === b.slots.length) {
    return a.slots.flatMap((slot, n) => changedKeys(slot.tree, b.slots[n]?.tree ?? slot.tree, path));
  }
  if (a.form !== "list" || b.form !== "list") return [path];
  const keys = [...new Set([...a.pieces, ...b.pieces].map(({ key }) => key))];
  if (keys.includes(null) || keys.length < Math.max(a.pieces.length, b.pieces.length)) return [path];
  return keys.flatMap((key) => {
    const [old, now] = [a, b].map(({ pieces }) => pieces.find((piece) => piece.key === key)?.core);
    return old === undefined || now === undefined ? [`${path}/${key}`] : changedKeys(old, now, `${path}/${key}`);
  });
}
