import type { Architecture } from "../../model/architecture.ts";
import { locate } from "../locate.ts";
import type { Place } from "../place/place.ts";
import { plays } from "../place/roles.ts";
import { entersService, type PlacedEdge, placedEdges } from "./edges.ts";
import type { CodeRule, Finding } from "./rule.ts";
import { inSpec, placeName } from "./words.ts";

/** Of another service, only its contract may be imported: by wiring, and for its types by use cases. */
export const serviceContract: CodeRule = {
  id: "service-contract",
  severity: "error",
  find: (graph) =>
    placedEdges(graph)
      .filter(entersService)
      .flatMap((edge) => judge(edge, graph.architecture) ?? []),
};

function judge(placed: PlacedEdge, architecture: Architecture): Finding | null {
  const { from, to, edge } = placed;
  const help = whyNotFromOutside(from, to, edge.fact.typeOnly, architecture);
  if (help === null) return null;
  return {
    severity: architecture.topology === "monolith" ? "warning" : "error",
    message: `${placeName(from)} imports ${placed.toPath}, ${to.kind === "face" ? `the contract of ${to.service}` : `an inside of the service ${to.service}`}.`,
    at: locate(edge),
    target: placed.toPath,
    related: [
      ...inSpec(architecture, `the service ${to.service}`, `services.${to.service}`),
      ...inSpec(
        architecture,
        `in a ${architecture.topology} this is ${architecture.topology === "monolith" ? "a warning" : "an error"}`,
        "topology",
      ),
    ],
    help,
  };
}

/** Why an import from outside of the service is wrong, as advice; null where it is right. */
export function whyNotFromOutside(from: Place, to: Place, typeOnly: boolean, { layers }: Architecture): string | null {
  const contract = `src/services/${to.service}/contract.ts`;
  const isApp = from.kind === "wiring" && from.service === null;
  if (to.kind === "door" && isApp) return null;
  if (to.kind !== "face")
    return isApp
      ? `An app imports ${contract} and the service's index.ts.`
      : `Import ${contract} and call the service through its client.`;
  if (from.kind === "wiring" || from.kind === "door") return null;
  const application = plays(
    layers.find((layer) => layer.name === from.layer),
    "application",
  );
  if (!application || from.kind !== "layer")
    return "Contracts of other services are for wiring, and their types for use cases.";
  return typeOnly
    ? null
    : "Write `import type`: a use case takes another service's client as a port, and imports its types only.";
}
