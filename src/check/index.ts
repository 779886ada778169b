import type { Architecture, CheckOptions } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { buildGraph } from "./build-graph.ts";
import { applyIgnores } from "./ignore.ts";
import type { Project } from "./project.ts";
import { rules } from "./rules/index.ts";
import type { CodeRule } from "./rules/rule.ts";
import type { ImportGraph } from "./graph.ts";
import { unresolvedEdges } from "./rules/unresolved-import.ts";

export { LIMITS, listFiles } from "./list-files.ts";
export { type Project, projectOf } from "./project.ts";
export { ruleIds } from "./rules/ids.ts";

export interface Checked {
  /** Sorted by file, line, column and rule. */
  readonly diagnostics: readonly Diagnostic[];
  /** What was looked at, so that silence is never mistaken for a pass. */
  readonly summary: { readonly files: number; readonly imports: number; readonly unresolved: number };
}

/** Holds code to an architecture. Nothing of the project is run; nothing but what `project` lists is read. */
export async function check(architecture: Architecture, project: Project): Promise<Checked> {
  const graph = await buildGraph(architecture, project);
  const found = rules.flatMap((rule) => run(rule, graph, architecture.check));
  const diagnostics = [...applyIgnores(found, graph, architecture.check)].sort(byPlace);
  const imports = graph.files.reduce((sum, { edges }) => sum + edges.length, 0);
  return { diagnostics, summary: { files: graph.files.length, imports, unresolved: unresolvedEdges(graph).length } };
}

function run(rule: CodeRule, graph: ImportGraph, { rules: severities }: CheckOptions): readonly Diagnostic[] {
  const wanted = severities.get(rule.id);
  if (wanted === "off") return [];
  const asked = wanted === undefined ? null : wanted === "warn" ? "warning" : "error";
  return rule
    .find(graph)
    .map((finding) => ({ ...finding, rule: rule.id, severity: asked ?? finding.severity ?? rule.severity }));
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.at.file, b.at.file) ||
    a.at.line - b.at.line ||
    a.at.column - b.at.column ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
