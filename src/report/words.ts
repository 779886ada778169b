import { type Diagnostic, isSomewhere, type Related } from "../model/diagnostic.ts";

/** A number with its noun: `1 file`, `142 files`, `0 matches`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** How many errors and warnings there are: `2 errors, 1 warning`. */
export function tally(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((one) => one.severity === "error").length;
  return `${count(errors, "error")}, ${count(diagnostics.length - errors, "warning")}`;
}

/** The figures of a run in their own order: `142 files, 1 import, 0 unresolved`. The names are plurals, or no nouns. */
export function figures(summary: Readonly<Record<string, number>>): string {
  return Object.entries(summary)
    .map(([name, n]) => `${n} ${n === 1 ? name.replace(/ies$/, "y").replace(/(?<=x)es$|s$/, "") : name}`)
    .join(", ");
}

const MOST_ENDS = 3;

/** The other ends of a finding, for formats that show none beside a finding's own place: the first few, a circle may have hundreds. */
export function otherEnds(related: readonly Related[]): readonly string[] {
  const shown = related.slice(0, MOST_ENDS).map(({ at, message }) => (isSomewhere(at) ? `see ${at.file}:${at.line}: ${message}` : message));
  const left = related.length - shown.length;
  return left === 0 ? shown : [...shown, `and ${left} more`];
}
