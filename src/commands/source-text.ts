import { resolve } from "node:path";
import { readInput } from "../workspace/index.ts";

const longest = 2 * 1024 * 1024;

/** The text of a file that a code frame shows; null where it is no regular file, or a very long one. */
export function sourceText(cwd: string, file: string): string | null {
  const [bytes] = readInput(resolve(cwd, file), file, longest);
  return bytes === null || bytes.length > longest ? null : bytes.toString("utf8");
}
