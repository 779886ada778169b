import type { Architecture, Layer } from "../../model/architecture.ts";
import type { Edge, ImportGraph } from "../graph.ts";
import { locate } from "../locate.ts";
import { packageMatcher } from "./packages.ts";
import { allowsPackage } from "./package-allowed.ts";
import { type Chain, shortestChains } from "./reach.ts";
import type { CodeRule, Finding } from "./rule.ts";
import { inSpec } from "./words.ts";

/** What a layer is never to reach it loads through no chain of imports, however long. */
export const forbiddenReach: CodeRule = {
  id: "forbidden-reach",
  severity: "error",
  find: (graph) =>
    graph.architecture.layers.flatMap((layer) =>
      layer.neverReaches.flatMap((other, index) =>
        chainsTo(other, layer, graph).map((chain) => finding(chain, other, layer, index, graph.architecture)),
      ),
    ),
};

function chainsTo(other: string, layer: Layer, graph: ImportGraph): readonly Chain[] {
  const own = new Set(graph.files.filter(({ place }) => isCodeOf(layer.name, place)).map(({ path }) => path));
  const isLayer = graph.architecture.layers.some(({ name }) => name === other);
  const fits = packageMatcher([other]);
  const isTarget = isLayer
    ? ({ to }: Edge) => isCodeOf(other, to?.place ?? null)
    : ({ target }: Edge) => target.kind === "package" && fits(target.name);
  return shortestChains(graph, own, isTarget).filter((chain) => !isSaidElsewhere(chain, layer, isLayer));
}

function isCodeOf(layer: string, place: { readonly kind: string; readonly layer: string | null } | null): boolean {
  return place !== null && place.layer === layer && place.kind !== "test";
}

/** One import that goes straight there is the affair of `layer-uses`, or of `package-allowed` where that forbids it. */
function isSaidElsewhere({ shown: [first, second] }: Chain, layer: Layer, isLayer: boolean): boolean {
  if (second !== undefined) return false;
  return isLayer || (first.target.kind === "package" && !allowsPackage(layer)(first.target.name));
}

function finding({ shown, more }: Chain, other: string, { name }: Layer, index: number, architecture: Architecture): Finding {
  const [first, ...rest] = shown;
  const way = [first.from.path, ...shown.map(nameOf), ...(more > 0 ? [`${more} more`, other] : [])];
  return {
    message: `${name} is never to reach ${other}, and does: ${way.join(" → ")}.`,
    at: locate(first),
    target: other,
    related: [
      ...rest.map((edge) => ({ message: `which imports ${nameOf(edge)}`, at: locate(edge) })),
      ...inSpec(architecture, `${name} never reaches ${other}`, `layers.${name}.neverReaches.${index}`, `layers.${name}.neverReaches`),
    ],
    help: "Cut the chain at one of these imports: hand in what it needs as a parameter, or keep it behind a port.",
  };
}

function nameOf({ to, target }: Edge): string {
  return to?.path ?? (target.kind === "package" ? target.name : "");
}
