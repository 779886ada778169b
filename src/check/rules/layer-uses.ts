import type { Architecture, Layer } from "../../model/architecture.ts";
import { locate } from "../locate.ts";
import type { Place } from "../place/place.ts";
import { entersService, type PlacedEdge, placedEdges } from "./edges.ts";
import { forbiddenByLayout } from "./layout.ts";
import type { CodeRule, Finding } from "./rule.ts";
import { defaultNote, inSpec, list, placeName } from "./words.ts";

/** A layer imports what its `uses` names, and types of what its `typesOf` names; the built-in places have rules of their own. */
export const layerUses: CodeRule = {
  id: "layer-uses",
  severity: "error",
  find: (graph) =>
    placedEdges(graph)
      .filter((edge) => !entersService(edge))
      .flatMap((edge) => judge(edge, graph.architecture) ?? []),
};

/** Why a place may not import another of the same service or of none: advice, or `layer` where a layer's own line says so; null where it may. */
export function whyNot(from: Place, to: Place, typeOnly: boolean, { layers }: Architecture): string | null {
  const layer = layers.find(({ name }) => name === from.layer);
  return forbiddenByLayout(from, to, layer) ?? forbiddenByLayer(layer, to.layer, typeOnly);
}

function judge({ edge, from, to, toPath }: PlacedEdge, architecture: Architecture): Finding | null {
  const layer = architecture.layers.find(({ name }) => name === from.layer);
  const reason = whyNot(from, to, edge.fact.typeOnly, architecture);
  if (reason === null) return null;
  const message = `${placeName(from)} imports ${placeName(to)}: ${toPath}.`;
  const finding = { message, at: locate(edge), target: toPath };
  if (reason !== "layer" || !layer) return { ...finding, related: [], help: reason };
  const { name, uses } = layer;
  return {
    ...finding,
    related: inSpec(architecture, `${name} uses ${list(uses)}`, `layers.${name}.uses`, `layers.${name}`),
    help: allowance(layer, to.layer ?? "") + defaultNote(layer, architecture),
  };
}

function forbiddenByLayer(layer: Layer | undefined, other: string | null, typeOnly: boolean): "layer" | null {
  return layer && other !== null && !mayUse(layer, other, typeOnly) ? "layer" : null;
}

function mayUse({ name, uses, typesOf }: Layer, other: string, typeOnly: boolean): boolean {
  return name === other || uses.includes(other) || (typeOnly && typesOf.includes(other));
}

function allowance({ name, uses, typesOf }: Layer, other: string): string {
  if (typesOf.includes(other))
    return `${name} may import the types of ${other}: write \`import type\`, or move what runs.`;
  const types = typesOf.length > 0 ? `, and the types of ${list(typesOf)}` : "";
  return `${name} may import ${uses.length === 0 ? "no other layer" : list(uses)}${types}.`;
}
