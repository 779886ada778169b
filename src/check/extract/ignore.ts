import type { IgnoreFact } from "./fact.ts";

export const IGNORE_WORD = "keybeam-ignore";
const IGNORE = /^\/[/*]\s*keybeam-ignore\s+([a-z][a-z-]*)\s*(?::\s*([^\n]*?))?\s*(?:\*\/)?\s*$/;

/** Reads one comment, from its first slash to its end; null where it is no order to ignore. */
export function readIgnore(comment: string, start: number): IgnoreFact | null {
  const found = IGNORE.exec(comment);
  return found ? { rule: found[1] ?? "", reason: found[2] ?? "", start } : null;
}
