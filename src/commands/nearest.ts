import { distance } from "fastest-levenshtein";

const longest = 64;

/** The name that a mistyped one most likely meant; null where none is near. */
export function nearestTo(typed: string, names: readonly string[]): string | null {
  const short = typed.slice(0, longest);
  const ranked = names.map((name) => ({ name, off: distance(short, name) })).sort((a, b) => a.off - b.off || (a.name < b.name ? -1 : 1));
  const [best] = ranked;
  return best !== undefined && best.off <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : null;
}
