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

/**
 * Every import that is subject to rules: between two placed files, not within one layer of one service, and not made by a test or a tool's
 * configuration.
 */
export function placedEdges(graph: ImportGraph): readonly PlacedEdge[] {
  const edges = known.get(graph) ?? collect(graph);
  known.set(graph, edges);
  return edges;
}

function collect({ files }: ImportGraph): readonly PlacedEdge[] {
  const found: PlacedEdge[] = [];
  for (const { place: from, edges } of files) {
    if (from === null || isFree(from)) continue;
    for (const edge of edges) {
      const to = edge.to?.place;
      if (edge.to && to && !isAtHome(from, to)) found.push({ edge, from, to, toPath: edge.to.path });
    }
  }
  return found;
}

/** Most imports are: no rule has anything against them. */
function isAtHome(from: Place, to: Place): boolean {
  return from.kind === "layer" && to.kind === "layer" && from.layer === to.layer && from.service === to.service;
}

/** Tests and configuration may import everything. */
export function isFree({ kind }: Place): boolean {
  return kind === "test" || kind === "tooling";
}

/** Whether an import crosses into a service from outside of it. */
export function entersService({ from, to }: Pick<PlacedEdge, "from" | "to">): boolean {
  return to.service !== null && to.service !== from.service;
}
