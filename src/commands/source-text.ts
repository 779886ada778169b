import { resolve } from "node:path";
import { hideSecrets } from "../check/meaning/secrets.ts";
import { hideSecrets as hideInSpec } from "../spec/words/secrets.ts";
import { readInput } from "../workspace/reading.ts";

const longest = 2 * 1024 * 1024;

/** The first and the last line of a file that are shown. */
export type ShownLines = readonly [first: number, last: number];

/** The text of a file that a code frame shows; null where it is no regular file, or a very long one. Secrets that somebody wrote into a spec or into code are hidden. */
export function sourceText(cwd: string, file: string, lines: ShownLines): string | null {
  const [bytes] = readInput(resolve(cwd, file), file, longest);
  if (bytes === null || bytes.length > longest) return null;
  return shownText(file, bytes.toString("utf8"), lines);
}

/** A file's text without the secrets that lie in what is shown of it. */
export function shownText(file: string, text: string, lines: ShownLines): string {
  if (/\.ya?ml$/.test(file)) return hideInSpec(text);
  const [first, last] = windowOn(text, lines);
  const reach = text.slice(Math.max(0, first - longestKey), last + longestKey).includes("PRIVATE KEY-----") ? longestKey : longestName;
  const [start, end] = [Math.max(0, first - reach), last + reach];
  return text.slice(0, start) + hideSecrets(text.slice(start, end)) + text.slice(end);
}

/** More lines than a frame shows before a place. */
const linesBefore = 8;
/** More characters than a private key has, the one secret of several lines. */
const longestKey = 9_000;
/** More than lie between the name of a secret and its end, which may be lines below. */
const longestName = 700;

/** Where these lines begin and end, with those that a frame shows before them. */
function windowOn(text: string, [first, last]: ShownLines): readonly [start: number, end: number] {
  let line = 1;
  let start = 0;
  let end = text.length;
  const breaks = /\r\n|\n|\r/g;
  while (line <= last && breaks.exec(text) !== null) {
    line++;
    if (line <= first - linesBefore) start = breaks.lastIndex;
    if (line > last) end = breaks.lastIndex;
  }
  return [start, end];
}
