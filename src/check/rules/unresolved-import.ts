import type { Edge, ImportGraph } from "../graph.ts";
import { locate } from "../locate.ts";
import type { CodeRule } from "./rule.ts";

/** An import that leads nowhere is an import that no rule can judge. */
export const unresolvedImport: CodeRule = {
  id: "unresolved-import",
  severity: "error",
  find: (graph) =>
    unresolvedEdges(graph).map((edge) => ({
      message: `"${edge.fact.specifier}" leads to no file: ${edge.target.kind === "unresolved" ? edge.target.reason : ""}.`,
      at: locate(edge),
      target: edge.fact.specifier ?? "",
      related: [],
      help: "Correct the path, or name the folder under `paths` of tsconfig.json.",
    })),
};

/** What may rightly name something that is no file of the project: a page's address, a module that a test invents. */
const LENIENT = new Set(["url", "worker", "mock"]);

export function unresolvedEdges({ files }: Pick<ImportGraph, "files">): readonly Edge[] {
  const found: Edge[] = [];
  for (const { edges } of files)
    for (const edge of edges) if (edge.target.kind === "unresolved" && !LENIENT.has(edge.fact.form)) found.push(edge);
  return found;
}
