import { resolve } from "node:path";
import { hideSecrets } from "../check/meaning/secrets.ts";
import { hideSecrets as hideInSpec } from "../spec/words/secrets.ts";
import { readInput } from "../workspace/reading.ts";

const longest = 2 * 1024 * 1024;

/** The text of a file that a code frame shows; null where it is no regular file, or a very long one. Secrets that somebody wrote into a spec or into code are hidden. */
export function sourceText(cwd: string, file: string): string | null {
  const [bytes] = readInput(resolve(cwd, file), file, longest);
  if (bytes === null || bytes.length > longest) return null;
  return shownText(file, bytes.toString("utf8"));
}

/** A file's text without its secrets. */
export const shownText = (file: string, text: string): string => (/\.ya?ml$/.test(file) ? hideInSpec(text) : hideSecrets(text));
