import type { Architecture, Layer } from "../../model/architecture.ts";
import { locate } from "../locate.ts";
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

function judge({ edge, from, to, toPath }: PlacedEdge, architecture: Architecture): Finding | null {
  const layer = architecture.layers.find(({ name }) => name === from.layer);
  const at = locate(edge);
  const message = `${placeName(from)} imports ${placeName(to)}: ${toPath}.`;
  const advice = forbiddenByLayout(from, to, layer);
  if (advice !== null) return { message, at, target: toPath, related: [], help: advice };
  if (!layer || to.layer === null || mayUse(layer, to.layer, edge.fact.typeOnly)) return null;
  return {
    message,
    at,
    target: toPath,
    related: inSpec(
      architecture,
      `${layer.name} uses ${list(layer.uses)}`,
      `layers.${layer.name}.uses`,
      `layers.${layer.name}`,
    ),
    help: allowance(layer, to.layer) + defaultNote(layer, architecture),
  };
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
