import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic, Location, Outcome } from "../model/diagnostic.ts";
import { normalise } from "./normalise/index.ts";
import { emptySpec, parse } from "./parse/index.ts";
import { readText } from "./read/text.ts";
import { checkShape } from "./schema/index.ts";
import { without } from "./tree.ts";

export { languageSchema } from "./schema/index.ts";
export { ungenerated } from "./ungenerated.ts";

/**
 * The text or the bytes of a spec → its architecture, and all that there is to say about it, in the order of the file.
 * No architecture where anything is an error. `file` is the path that diagnostics name; nothing is read from disk.
 */
export function readSpec(input: string | Uint8Array, file: string): Outcome<Architecture> {
  const top: Location = { file, line: 1, column: 1 };
  const [text, unreadable] = readText(input, top);
  if (text === null) return [null, unreadable];
  const [tree, refused] = parse(text, top);
  if (tree === null) return [null, inOrder(refused)];
  if (tree.data === null) return [null, inOrder([...refused, emptySpec(top)])];
  const misfits = checkShape(tree);
  const [architecture, senseless] = normalise({ ...tree, data: without(tree.data, misfits.pointers) });
  const found = inOrder([...refused, ...misfits.diagnostics, ...senseless]);
  return [found.some((one) => one.severity === "error") ? null : architecture, found];
}

function inOrder(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...found].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}
