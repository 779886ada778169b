import type { Edge, ImportGraph } from "../graph.ts";
import type { Place } from "../place/place.ts";

/** An import from one placed file to another. */
export interface PlacedEdge {
  readonly edge: Edge;
  readonly from: Place;
  readonly to: Place;
  readonly toPath: string;
}

const known = new WeakMap<ImportGraph, readonly PlacedEdge[]>();

/** Every import that is subject to rules: between two placed files, and not made by a test or a tool's configuration. */
export function placedEdges(graph: ImportGraph): readonly PlacedEdge[] {
  const edges = known.get(graph) ?? collect(graph);
  known.set(graph, edges);
  return edges;
}

function collect({ files }: ImportGraph): readonly PlacedEdge[] {
  const found: PlacedEdge[] = [];
  for (const { place: from, edges } of files) {
    if (from === null || isFree(from)) continue;
    for (const edge of edges) if (edge.to?.place) found.push({ edge, from, to: edge.to.place, toPath: edge.to.path });
  }
  return found;
}

/** Tests and configuration may import everything. */
export function isFree({ kind }: Place): boolean {
  return kind === "test" || kind === "tooling";
}

/** Whether an import crosses into a service from outside of it. */
export function entersService({ from, to }: Pick<PlacedEdge, "from" | "to">): boolean {
  return to.service !== null && to.service !== from.service;
}
