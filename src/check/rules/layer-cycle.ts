import { tangles } from "../components.ts";
import type { ImportGraph } from "../graph.ts";
import { locate } from "../locate.ts";
import { type PlacedEdge, placedEdges } from "./edges.ts";
import type { CodeRule, Finding } from "./rule.ts";
import { list } from "./words.ts";

/** Layers that use one another in a circle are one layer. What `uses` forbids is `layer-uses`' affair and closes none. */
export const layerCycle: CodeRule = {
  id: "layer-cycle",
  severity: "warning",
  find: (graph) => {
    const next = firstUses(graph);
    return tangles([...next.keys()], (layer) => [...(next.get(layer)?.keys() ?? [])]).map((tangle) =>
      finding(tangle, next),
    );
  },
};

type Uses = ReadonlyMap<string, ReadonlyMap<string, PlacedEdge>>;

/** For each layer, the others that it loads with leave, and the first import that does. */
function firstUses(graph: ImportGraph): Uses {
  const uses = new Map(graph.architecture.layers.map(({ name, uses }) => [name, new Set(uses)]));
  const found = new Map<string, Map<string, PlacedEdge>>();
  for (const placed of placedEdges(graph)) {
    const [from, to] = [placed.from.layer, placed.to.layer];
    if (from === null || to === null || from === to || placed.edge.fact.typeOnly || !uses.get(from)?.has(to)) continue;
    const others = found.get(from) ?? new Map<string, PlacedEdge>();
    if (!others.has(to)) others.set(to, placed);
    found.set(from, others);
  }
  return found;
}

function finding(tangle: readonly string[], next: Uses): Finding {
  const within = new Set(tangle);
  const steps = tangle.flatMap((layer) =>
    [...(next.get(layer) ?? [])].filter(([to]) => within.has(to)).map(([, edge]) => edge),
  );
  const [first, ...rest] = steps.map(({ edge, from, to }) => ({
    message: `${from.layer} imports ${to.layer}`,
    at: locate(edge),
  }));
  return {
    message: `The layers ${list(tangle)} use one another in a circle.`,
    at: first?.at ?? { file: "architecture.yaml", line: 1, column: 1 },
    target: tangle.join(" "),
    related: rest,
    help: "Let one of them know the others no more: move what they share below them, or hand it in.",
  };
}
