import type { Layer } from "../../model/architecture.ts";
import type { Edge, ImportGraph } from "../graph.ts";

/** An import by a layer of something that is not of the project. */
export interface OutsideEdge {
  readonly edge: Edge;
  readonly layer: Layer;
  readonly name: string;
}

/** Every import of a package, or of one of Node's modules, by a file of a layer that something is said about. */
export function outsideEdges(
  { files, architecture }: ImportGraph,
  kind: "package" | "builtin",
  isGuarded: (layer: Layer) => boolean,
): readonly OutsideEdge[] {
  const layers = new Map(architecture.layers.filter(isGuarded).map((layer) => [layer.name, layer]));
  if (layers.size === 0) return [];
  return files.flatMap(({ place, edges }) => {
    const layer = place?.kind === "layer" || place?.kind === "platform" ? layers.get(place.layer ?? "") : undefined;
    if (!layer) return [];
    const outside: OutsideEdge[] = [];
    for (const edge of edges) if (edge.target.kind === kind) outside.push({ edge, layer, name: edge.target.name });
    return outside;
  });
}
