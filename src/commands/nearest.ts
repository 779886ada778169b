import { distance } from "fastest-levenshtein";

const longest = 64;

/** The name that a mistyped one most likely meant; null where none is near. */
export function nearestTo(typed: string, names: readonly string[]): string | null {
  const short = typed.slice(0, longest);
  const ranked = names.map((name) => ({ name, off: distance(short, name) })).sort((a, b) => a.off - b.off || (a.name < b.name ? -1 : 1));
  const [best] = ranked;
  if (best === undefined || best.off > Math.max(2, Math.floor(best.name.length / 3))) return null;
  // Of so short a word more than half is other: `foo` is no `job`.
  return 2 * best.off <= Math.max(short.length, best.name.length) ? best.name : null;
}
