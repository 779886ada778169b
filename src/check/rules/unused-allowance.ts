import type { Architecture, Layer } from "../../model/architecture.ts";
import { placedEdges } from "./edges.ts";
import type { CodeRule, Finding } from "./rule.ts";

/** What a layer may use and uses nowhere is a door left open. */
export const unusedAllowance: CodeRule = {
  id: "unused-allowance",
  severity: "warning",
  onRequest: true,
  find: (graph) => {
    const used = new Set(placedEdges(graph).map(({ from, to }) => `${from.layer} ${to.layer}`));
    return graph.architecture.layers.flatMap((layer) =>
      (["uses", "typesOf"] as const).flatMap((key) =>
        layer[key].flatMap((other) =>
          other === layer.name || used.has(`${layer.name} ${other}`) ? [] : allowsTooMuch(layer, key, other, graph.architecture),
        ),
      ),
    );
  },
};

/** Nothing where a default allows it: nobody wrote that line. */
function allowsTooMuch(
  { name }: Layer,
  key: "uses" | "typesOf",
  other: string,
  { positions }: Architecture,
): readonly Finding[] {
  const at = positions.get(`layers.${name}.${key}`);
  if (!at) return [];
  return [
    {
      message: `${name} may import ${key === "uses" ? "" : "the types of "}${other}, and no file of it does.`,
      at,
      target: other,
      related: [],
      help: `Take ${other} out of \`${key}\`, until somebody needs it.`,
    },
  ];
}
