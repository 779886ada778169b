import { type Diagnostic, nowhere } from "../../model/diagnostic.ts";
import { type Answers, answerKeys, type Known } from "./answers.ts";

/** The lines of a composed or retouched spec that hold an answer, each by how it begins. */
const lines: readonly (readonly [begins: RegExp, key: keyof Answers])[] = [
  [/^name:/, "name"],
  [/^topology:/, "topology"],
  [/^ {2}(?! )[^#]*:$/, "service"],
  [/^ {10}/, "fields"],
  [/^ {6,8}(?! )[^#]*:(?: \[|$)/, "entity"],
  [/^ {2}model:/, "auth"],
];

/**
 * A finding on a line that came from the command line names the flag, since no file holds that line: `--topology: …`. All others stay as
 * they are. `given` are the answers that came from there.
 */
export function onFlags(found: readonly Diagnostic[], spec: { readonly text: string; readonly name: string }, given: Known): readonly Diagnostic[] {
  const rows = spec.text.split("\n");
  return found.map((one) => {
    const row = one.at.file === spec.name ? rows[one.at.line - 1] : undefined;
    const key = row === undefined ? undefined : lines.find(([begins]) => begins.test(row))?.[1];
    if (key === undefined || !answerKeys.some((known) => known === key && given[known] !== undefined)) return one;
    return { ...one, message: `--${key}: ${one.message}`, at: nowhere, related: one.related.filter(({ at }) => at.file !== spec.name) };
  });
}
