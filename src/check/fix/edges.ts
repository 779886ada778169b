import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Edge, ImportGraph, SourceFile } from "../graph.ts";
import { locate } from "../locate.ts";
import { rules } from "../rules/index.ts";
import type { Scene } from "./fix.ts";

/** A finding, and the import at which it stands. */
export interface Faulty {
  readonly finding: Diagnostic;
  readonly edge: Edge;
}

/** Every finding that stands at an import, with it. */
export function faultyEdges({ graph, findings }: Scene): readonly Faulty[] {
  const byFile = new Map<string, Map<string, Edge>>();
  const withFindings = new Set(findings.map(({ at }) => at.file));
  for (const file of graph.files) {
    if (withFindings.has(file.path)) byFile.set(file.path, new Map(file.edges.map((edge) => [placeOf(locate(edge)), edge])));
  }
  return findings.flatMap((finding) => {
    const edge = byFile.get(finding.at.file)?.get(placeOf(finding.at));
    return edge === undefined ? [] : [{ finding, edge }];
  });
}

/** Several findings may stand at one import. */
export function byEdge<One extends Faulty>(faulty: readonly One[]): ReadonlyMap<Edge, readonly One[]> {
  const groups = new Map<Edge, One[]>();
  for (const one of faulty) groups.set(one.edge, [...(groups.get(one.edge) ?? []), one]);
  return groups;
}

const placeOf = ({ line, column }: { readonly line: number; readonly column: number }): string => `${line}:${column}`;

/**
 * Of these those of which the finding is gone where the import is as `other` says: a cheap guess by the graph alone, before any
 * syntax is looked at.
 */
export function curedBy(graph: ImportGraph, faulty: readonly Faulty[], other: (edge: Edge) => Edge): readonly Faulty[] {
  const asked = new Set(faulty.map(({ finding }) => finding.rule));
  const judges = rules.filter(({ id, reads }) => asked.has(id) && reads === undefined);
  if (judges.length === 0) return [];
  const changed = new Map(faulty.map(({ edge }) => [edge, other(edge)]));
  const tried = { ...graph, files: graph.files.map((file) => withEdges(file, changed)) };
  const still = new Set(judges.flatMap((rule) => rule.find(tried, () => []).map(({ at }) => `${rule.id} ${at.file} ${placeOf(at)}`)));
  const byImports = new Set(judges.map(({ id }) => id));
  return faulty.filter(({ finding: { rule, at } }) => byImports.has(rule) && !still.has(`${rule} ${at.file} ${placeOf(at)}`));
}

function withEdges(file: SourceFile, changed: ReadonlyMap<Edge, Edge>): SourceFile {
  if (!file.edges.some((edge) => changed.has(edge))) return file;
  return { ...file, edges: file.edges.map((edge) => changed.get(edge) ?? edge) };
}
