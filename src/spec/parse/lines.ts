import type { Location } from "../../model/diagnostic.ts";

/** Offsets of a text (UTF-16 units) as places in its file. */
export interface Lines {
  readonly at: (start: number, end?: number) => Location;
}

export function linesOf(text: string, top: Location): Lines {
  const starts = [0];
  for (let feed = text.indexOf("\n"); feed !== -1; feed = text.indexOf("\n", feed + 1)) starts.push(feed + 1);
  const place = (offset: number): { line: number; column: number } => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
  return {
    at: (start, end) => {
      const from = place(Math.min(start, text.length));
      if (end === undefined) return { file: top.file, ...from };
      const to = place(Math.min(end, text.length));
      return { file: top.file, ...from, endLine: to.line, endColumn: to.column };
    },
  };
}
