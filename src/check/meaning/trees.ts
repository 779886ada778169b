import type { ts } from "ts-morph";
import { dialectOf } from "../extract/fact.ts";

/** Syntax trees of files by their paths: what is parsed for one question need not be parsed again for the next. */
export interface Trees {
  readonly of: (path: string) => ts.SourceFile | undefined;
  readonly keep: (path: string, tree: ts.SourceFile) => void;
}

/** Keeps those of files that are needed again; of JavaScript none, for it is parsed once with what its comments say of types and once without. */
export function treesOf(neededAgain: ReadonlySet<string>): Trees {
  const trees = new Map<string, ts.SourceFile>();
  return {
    of: (path) => trees.get(path),
    keep: (path, tree) => {
      if (neededAgain.has(path) && !dialectOf(path).javascript) trees.set(path, tree);
    },
  };
}

export const noTrees: Trees = treesOf(new Set());
