import { conflict, type Merge, merged } from "./tree.ts";

const comments = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<=^|\s)#[^\n]*/g;

/** The comments of a text that holds nothing else but white space, each as it compares. */
export const commentsIn = (trivia: string): readonly string[] =>
  (trivia.match(comments) ?? []).map((comment) => comment.replace(/\s+/g, " ").trim());

/**
 * White space and comments of the three sides as one. Null is a side's first piece, which has nothing of its own to say.
 * A comment that both sides changed is a conflict; white space never is.
 */
export function mergeTrivia(base: string | null, ours: string | null, theirs: string | null): Merge {
  const [b, o, t] = [base ?? ours ?? theirs ?? "", ours ?? base ?? theirs ?? "", theirs ?? base ?? ours ?? ""];
  if (o === b || o === t) return merged(t);
  if (t === b) return merged(o);
  const [inBase, inOurs, inTheirs] = [b, o, t].map((side) => commentsIn(side).join("\n"));
  if (inTheirs === inBase || inTheirs === inOurs) return merged(o);
  return inOurs === inBase ? merged(t) : conflict("both sides changed a comment");
}
