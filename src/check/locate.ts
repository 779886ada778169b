import type { Location } from "../model/diagnostic.ts";
import type { Edge, SourceFile } from "./graph.ts";

/** Where the lines of a text begin, as far as the one that holds the offset `through`. */
export function lineStarts(text: string, through: number = text.length): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0 && at < through; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The line, from 1, and the column, from 1 in UTF-16 units, of an offset. */
export function lineAndColumn(
  starts: readonly number[],
  offset: number,
): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The same of an offset in a file. */
export function placeIn({ lines }: Pick<SourceFile, "lines">, offset: number): ReturnType<typeof lineAndColumn> {
  return lineAndColumn(lines(offset), offset);
}

/** The place of an import's specifier. */
export function locate({ from, fact }: Edge): Location {
  const start = placeIn(from, fact.start);
  const end = placeIn(from, fact.end);
  return { file: from.path, ...start, endLine: end.line, endColumn: end.column };
}

export function topOf(file: Pick<SourceFile, "path">): Location {
  return { file: file.path, line: 1, column: 1 };
}
