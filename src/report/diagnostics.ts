import { type Diagnostic, isSomewhere, type Location, type Related } from "../model/diagnostic.ts";
import { clean, cleanLines } from "./clean.ts";
import { codeFrame, type LineAt, linesOf } from "./code-frame.ts";
import type { Style } from "./style.ts";

/** The text of a file that a frame shows; null where there is none to show. */
export type Sources = (file: string) => string | null;

/** Diagnostics for a reader: each with its place, a code frame, what it is related to and what to do. Ends in a newline unless empty. */
export function prettyDiagnostics(diagnostics: readonly Diagnostic[], sources: Sources, style: Style): string {
  const lines = linesIn(sources);
  return inOrder(diagnostics)
    .map((one) => `${prettyDiagnostic(one, lines, style)}\n`)
    .join("\n");
}

/** The lines of each file; null where there is none to show. */
type Lines = (file: string) => LineAt | null;

function linesIn(sources: Sources): Lines {
  const known = new Map<string, LineAt | null>();
  return (file) => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const text = sources(file);
    const lines = text === null ? null : linesOf(text);
    known.set(file, lines);
    return lines;
  };
}

function prettyDiagnostic({ rule, severity, message, at, related, help }: Diagnostic, lines: Lines, style: Style): string {
  const head = severity === "error" ? style.red("error") : style.yellow("warning");
  return [
    [head, style.bold(clean(rule)), isSomewhere(at) ? style.cyan(place(at)) : "", cleanLines(message)].filter((part) => part !== "").join(" "),
    frame(at, lines, style),
    ...related.map((one) => prettyRelated(one, lines, style)),
    help === "" ? "" : `  ${style.bold("help:")} ${cleanLines(help)}`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function prettyRelated({ message, at }: Related, lines: Lines, style: Style): string {
  const head = `  ${style.bold("see:")} ${style.cyan(place(at))} ${cleanLines(message)}`;
  return [head, frame(at, lines, style)].filter((part) => part !== "").join("\n");
}

function frame(at: Location, lines: Lines, style: Style): string {
  const lineAt = lines(at.file);
  return lineAt === null ? "" : codeFrame(lineAt, at, style);
}

const place = (at: Location): string => clean(`${at.file}:${at.line}:${at.column}`);

/** By file, place, rule and message, so that the same findings are always reported alike. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compare(a.at.file, b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column || compare(a.rule, b.rule) || compare(a.message, b.message),
  );
}

/** By code unit, alike under every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
