import type { Location } from "../model/diagnostic.ts";
import { clean } from "./clean.ts";
import type { Style } from "./style.ts";

const before = 2;
const widest = 120;

/** A line of a text by its number, from 1; undefined where it has no such line. */
export type LineAt = (line: number) => string | undefined;

/** The lines around a place with the place underlined, or nothing where there is no such line. Lines are cut to 120 characters. */
export function codeFrame(lineAt: LineAt, at: Location, style: Style): string {
  const first = Math.max(1, at.line - before);
  const marked = lineAt(at.line);
  if (marked === undefined) return "";
  const lines = Array.from({ length: at.line - first + 1 }, (_, index) => lineAt(first + index) ?? "");
  const gutter = String(at.line).length;
  const start = windowStart(marked.length, at.column);
  const shown = lines.map((line, index) => numbered(first + index, gutter, cut(line, start), style));
  const marks = " ".repeat(at.column - 1 - start) + "^".repeat(markLength(at, marked, start));
  return [...shown, `${style.dim(`${" ".repeat(gutter)} |`)} ${style.red(marks)}`].map((line) => `  ${line}`.trimEnd()).join("\n");
}

/** The lines of a text, each found once, and none before one behind it is asked for. An empty text has none. */
export function linesOf(text: string): LineAt {
  const breaks = /\r\n|\n|\r/g;
  const lines: string[] = [];
  let rest: number | null = text === "" ? null : 0;
  return (line) => {
    while (rest !== null && lines.length < line) {
      const found = breaks.exec(text);
      lines.push(text.slice(rest, found?.index));
      rest = found === null ? null : breaks.lastIndex;
    }
    return lines[line - 1];
  };
}

function numbered(line: number, gutter: number, text: string, style: Style): string {
  return `${style.dim(`${String(line).padStart(gutter)} |`)} ${text}`;
}

function cut(line: string, start: number): string {
  return clean(line.slice(start, start + widest));
}

/** A long line is shown from a little before the place. */
function windowStart(length: number, column: number): number {
  return length <= widest || column <= widest / 2 ? 0 : column - 1 - widest / 4;
}

function markLength(at: Location, line: string, start: number): number {
  const end = at.endLine === undefined || at.endLine === at.line ? (at.endColumn ?? at.column + 1) : line.length + 1;
  return Math.max(1, Math.min(end, start + widest + 1) - at.column);
}
