import type { Architecture, Layer } from "../../model/architecture.ts";
import { locate } from "../locate.ts";
import { plays } from "../place/roles.ts";
import type { Place } from "../place/place.ts";
import { entersService, type PlacedEdge, placedEdges } from "./edges.ts";
import type { CodeRule, Finding } from "./rule.ts";
import { inSpec, list, placeName } from "./words.ts";

/** A layer imports what its `uses` names, and types of what its `typesOf` names. */
export const layerUses: CodeRule = {
  id: "layer-uses",
  severity: "error",
  find: (graph) =>
    placedEdges(graph)
      .filter((edge) => !entersService(edge))
      .flatMap((edge) => judge(edge, graph.architecture) ?? []),
};

function judge(placed: PlacedEdge, architecture: Architecture): Finding | null {
  const { from, to, edge } = placed;
  const layer = architecture.layers.find((one) => one.name === from.layer);
  const wrong = from.kind === "layer" && to.kind === "layer" ? betweenLayers(placed, layer) : betweenPlaces(from, to, layer);
  if (wrong === null) return null;
  return {
    message: `${placeName(from)} imports ${placed.toPath} of ${placeName(to)}${wrong.detail}.`,
    at: locate(edge),
    related: layer ? inSpec(architecture, `${layer.name} uses ${list(layer.uses)}`, `layers.${layer.name}.uses`, `layers.${layer.name}`) : [],
    help: wrong.allowed + (layer && !architecture.positions.has(`layers.${layer.name}`) ? " This is the default; `layers` in the spec changes it." : ""),
  };
}

interface Wrong {
  readonly detail: string;
  readonly allowed: string;
}

function betweenLayers({ from, to, edge }: PlacedEdge, layer: Layer | undefined): Wrong | null {
  if (!layer || to.layer === null || from.layer === to.layer || layer.uses.includes(to.layer)) return null;
  if (!layer.typesOf.includes(to.layer)) return { detail: "", allowed: allowedFor(layer) };
  return edge.fact.typeOnly ? null : { detail: ", of which it may import types only", allowed: "Write `import type`, or move what runs." };
}

function allowedFor({ name, uses, typesOf }: Layer): string {
  const types = typesOf.length > 0 ? `, and the types of ${list(typesOf)}` : "";
  return `${name} may import ${list(uses)}${types}.`;
}

function betweenPlaces(from: Place, to: Place, layer: Layer | undefined): Wrong | null {
  if (to.kind === "test") return { detail: "", allowed: "Only tests import tests: move what is shared out of the test." };
  if (to.kind === "kernel") return null;
  if (to.kind === "tooling") return null;
  switch (from.kind) {
    case "kernel": return { detail: "", allowed: "The kernel imports nothing but itself." };
    case "face": return to.kind === "face" ? null : { detail: "", allowed: "A contract imports the kernel alone, so that services may know each other." };
    case "door": case "wiring": return fromWiring(from, to);
    default: return fromLayer(from, to, layer);
  }
}

function fromWiring(from: Place, to: Place): Wrong | null {
  if (from.service === null) return null;
  if (to.kind === "platform") return onlyKernel;
  return to.service === null ? { detail: "", allowed: "A service is handed its world; it imports no app." } : null;
}

const onlyKernel: Wrong = { detail: "", allowed: "A service imports nothing of the platform but src/platform/kernel; the rest is handed in." };

function fromLayer(from: Place, to: Place, layer: Layer | undefined): Wrong | null {
  if (to.kind === "wiring" || to.kind === "door") return { detail: "", allowed: "No layer imports what wires it: take it as a parameter." };
  if (to.kind === "platform") return fromLayerToPlatform(from, to, layer);
  if (to.kind === "face") return seesOwnFace(layer) ? null : { detail: "", allowed: `${from.layer} may import ${list(layer?.uses ?? [])}.` };
  return from.kind === "platform" && !(layer && to.layer !== null && (layer.name === to.layer || layer.uses.includes(to.layer)))
    ? { detail: "", allowed: layer ? allowedFor(layer) : "The platform imports the kernel and itself." }
    : null;
}

function fromLayerToPlatform(from: Place, to: Place, layer: Layer | undefined): Wrong | null {
  if (from.kind === "platform") return null;
  if (from.service !== null) return onlyKernel;
  const allowed = layer !== undefined && to.layer !== null && (layer.name === to.layer || layer.uses.includes(to.layer));
  return allowed ? null : { detail: "", allowed: layer ? allowedFor(layer) : "" };
}

/** A service's own contract stands with its use cases: whoever may use those may read it. */
function seesOwnFace(layer: Layer | undefined): boolean {
  return layer !== undefined && !(plays(layer, "domain") && !plays(layer, "application"));
}
