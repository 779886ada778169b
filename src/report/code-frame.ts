import type { Location } from "../model/diagnostic.ts";
import { clean } from "./clean.ts";
import type { Style } from "./style.ts";

const before = 2;
const widest = 120;

/** The lines around a place with the place underlined, or nothing where the text has no such line. Lines are cut to 120 characters. */
export function codeFrame(text: string, at: Location, style: Style): string {
  const first = Math.max(1, at.line - before);
  const lines = linesOf(text, first, at.line);
  const marked = lines[at.line - first];
  if (marked === undefined || text === "") return "";
  const gutter = String(at.line).length;
  const start = windowStart(marked.length, at.column);
  const shown = lines.map((line, index) => numbered(first + index, gutter, cut(line, start), style));
  const marks = " ".repeat(at.column - 1 - start) + "^".repeat(markLength(at, marked, start));
  return [...shown, `${style.dim(`${" ".repeat(gutter)} |`)} ${style.red(marks)}`].map((line) => `  ${line}`.trimEnd()).join("\n");
}

/** These lines of a text, as far as it has them; what stands after them is not looked at. */
function linesOf(text: string, first: number, last: number): readonly string[] {
  const lines: string[] = [];
  const breaks = /\r\n|\n|\r/g;
  let start = 0;
  for (let line = 1; line <= last; line++) {
    const found = breaks.exec(text);
    if (line >= first) lines.push(text.slice(start, found?.index));
    if (found === null) break;
    start = breaks.lastIndex;
  }
  return lines;
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
