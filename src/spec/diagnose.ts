import { distance } from "fastest-levenshtein";
import type { Diagnostic, Location, Related, Severity } from "../model/diagnostic.ts";

/** Longer names are not compared: the hint itself would be the hang. */
const longestCompared = 64;
const longestShown = 60;

export interface Extra {
  readonly severity?: Severity;
  readonly help?: string;
  readonly related?: readonly Related[];
}

export function problem(rule: string, at: Location, message: string, extra: Extra = {}): Diagnostic {
  return {
    rule,
    severity: extra.severity ?? "error",
    message,
    at,
    related: extra.related ?? [],
    help: extra.help ?? "",
  };
}

/** A piece of the user's text for a message: short, on one line, nothing in it that a terminal obeys. */
export function shown(text: string): string {
  const characters = [...text];
  const head = characters.slice(0, longestShown).join("");
  const safe = head.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `\`${safe}${characters.length > longestShown ? "…" : ""}\``;
}

/** The known name that was most likely meant; null where none is near. */
export function nearest(name: string, known: Iterable<string>): string | null {
  if (name.length > longestCompared) return null;
  let best: string | null = null;
  let bestDistance = Math.min(Math.max(2, Math.floor(name.length / 3)) + 1, name.length);
  for (const candidate of known) {
    if (candidate.length > longestCompared) continue;
    const steps = distance(name.toLowerCase(), candidate.toLowerCase());
    const nearer = steps < bestDistance || (best !== null && steps === bestDistance && alikeFrom(name, candidate) > alikeFrom(name, best));
    if (nearer) [best, bestDistance] = [candidate, steps];
  }
  return best;
}

/** How many letters two names begin with alike: what is mistyped is seldom the beginning. */
function alikeFrom(a: string, b: string): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** The help for a name that does not exist: the nearest one, or a few that do. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== null) return `Did you mean ${shown(near)}?`;
  if (known.length === 0) return "";
  const few = [...known].sort().slice(0, 8).map(shown).join(", ");
  return `Known here: ${few}${known.length > 8 ? ", …" : ""}.`;
}

/** The help on a parameter of a path in the braces of OpenAPI. */
export function inColons(braced: string): string {
  const name = braced.replace(/[^A-Za-z0-9]/g, "");
  const written = /^[a-z]/.test(name) ? name : "id";
  return `Write \`:${written}\`, not ${shown(braced)}.`;
}
