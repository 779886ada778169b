import { locate } from "../locate.ts";
import { isFree } from "./edges.ts";
import type { CodeRule } from "./rule.ts";

/** An import of a computed name could be of anything. */
export const dynamicImport: CodeRule = {
  id: "dynamic-import",
  severity: "warning",
  find: ({ files }) =>
    files
      .filter(({ place }) => place === null || !isFree(place))
      .flatMap(({ edges }) => edges)
      .filter(({ fact }) => fact.specifier === null)
      .map((edge) => ({
        message: `${edge.fact.form === "require" ? "require" : "import"}() of a computed name: what it loads cannot be checked.`,
        at: locate(edge),
        related: [],
        help: "Write the name as a literal, one import for each module it may be.",
      })),
};
