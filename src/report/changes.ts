import { createTwoFilesPatch, structuredPatch } from "diff";
import type { FileChange } from "../model/file-change.ts";
import { clean } from "./clean.ts";
import { type Style, styleWith } from "./style.ts";
import { count } from "./words.ts";

export interface ShownFixes {
  /** What each does, as a sentence without its stop. */
  readonly titles: readonly string[];
  readonly changes: readonly FileChange[];
}

const AROUND = 2;

/** Fixes as a plan for a reader: what each does, then the lines that change. Ends in a newline. */
export function prettyFixes({ titles, changes }: ShownFixes, colours: boolean): string {
  const style = styleWith(colours);
  if (titles.length === 0) return "There is no fix that is certain.\n";
  const list = titles.map((title) => `  ${clean(title)}\n`).join("");
  return `${count(titles.length, "fix", "fixes")} in ${count(changes.length, "file")}:\n${list}${changes.map((change) => `\n${lines(change, style)}`).join("")}`;
}

/** What becomes of the text of files. Ends in a newline unless empty. */
export const prettyDiffs = (changes: readonly FileChange[], style: Style): string => changes.map((change) => `\n${lines(change, style)}`).join("");

/** A change as a unified diff, as `patch` takes it. */
export const patchOf = ({ from, to, before, after }: FileChange): string => createTwoFilesPatch(`a/${from}`, `b/${to}`, before, after, "", "", { context: 3 });

/** A change of a file as a unified diff. Ends in a newline. */
export const prettyChange = (change: FileChange, colours: boolean): string => lines(change, styleWith(colours));

/** A change as a unified diff. */
function lines({ from, to, before, after }: FileChange, style: Style): string {
  const head = style.bold(from === to ? clean(from) : `${clean(from)} → ${clean(to)}`);
  const { hunks } = structuredPatch(from, to, before, after, "", "", { context: AROUND });
  const shown = hunks.flatMap((hunk) => [
    style.cyan(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`),
    ...hunk.lines.map((line) => painted(line, style)),
  ]);
  return [head, ...shown].map((line) => `${line}\n`).join("");
}

function painted(line: string, style: Style): string {
  const text = clean(line.replace(/\r$/, ""));
  if (line.startsWith("+")) return style.green(text);
  return line.startsWith("-") ? style.red(text) : text;
}
