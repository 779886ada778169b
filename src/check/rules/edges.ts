import type { Edge, ImportGraph } from "../graph.ts";
import type { Place } from "../place/place.ts";

/** An import from one placed file to another. */
export interface PlacedEdge {
  readonly edge: Edge;
  readonly from: Place;
  readonly to: Place;
  readonly toPath: string;
}

/** Every import that is subject to rules: between two placed files, and not made by a test or a tool's configuration. */
export function placedEdges({ files }: ImportGraph): readonly PlacedEdge[] {
  return files.flatMap(({ place: from, edges }) => {
    if (from === null || isFree(from)) return [];
    return edges.flatMap((edge) => (edge.to?.place ? [{ edge, from, to: edge.to.place, toPath: edge.to.path }] : []));
  });
}

/** Tests and configuration may import everything. */
export function isFree({ kind }: Place): boolean {
  return kind === "test" || kind === "tooling";
}

/** Whether an import crosses into a service from outside of it. */
export function entersService({ from, to }: PlacedEdge): boolean {
  return to.service !== null && to.service !== from.service;
}
