import type { IgnoreFact } from "./fact.ts";

export const IGNORE_WORD = "keybeam-ignore";
const IGNORE = /^\/[/*]\s*keybeam-ignore(?![\w-])\s*([^\s:*]*)([^\n:]*)(?::([^\n]*))?/;

/**
 * Reads one comment, from its first slash to its end; null where it is no order to ignore. Its first line counts. An order that is not written as
 * it should be has no rule or no reason, so that it is found and not passed over.
 */
export function readIgnore(comment: string, start: number): IgnoreFact | null {
  const found = IGNORE.exec(comment.replace(/\s*\*\/$/, ""));
  if (found === null) return null;
  const [, rule = "", more = "", reason = ""] = found;
  return { rule, reason: more.trim() === "" ? reason.trim() : "", start };
}
