import type { Kind } from "./fact.ts";

/** Kinds that need the file parsed, with a pattern that every file has in which there is something of the kind. */
const WORDS: ReadonlyMap<Kind, RegExp> = new Map([["environment", /\benv\b/]]);

/** Of the kinds wanted, those that a parser must look for in this text: the others cannot be in it. */
export function candidates(text: string, wanted: readonly Kind[]): readonly Kind[] {
  return wanted.filter((kind) => WORDS.get(kind)?.test(text) ?? false);
}
