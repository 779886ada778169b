import { locate } from "../locate.ts";
import { matcher } from "../place/glob.ts";
import { placedEdges } from "./edges.ts";
import type { CodeRule } from "./rule.ts";
import { inSpec, list } from "./words.ts";

/** From outside, a layer that names its entry files is imported through those alone. */
export const entry: CodeRule = {
  id: "entry",
  severity: "error",
  find: (graph) => {
    const { architecture } = graph;
    const guarded = new Map(
      architecture.layers
        .filter((one) => one.entry.length > 0)
        .map((one) => [one.name, { layer: one, isEntry: matcher(one.entry) }]),
    );
    return placedEdges(graph).flatMap(({ edge, from, to, toPath }) => {
      const guard =
        to.kind === "layer" && to.layer !== from.layer && from.kind === "layer"
          ? guarded.get(to.layer ?? "")
          : undefined;
      if (!guard || guard.isEntry(toPath)) return [];
      const { name, entry: files } = guard.layer;
      return {
        message: `${from.layer} imports ${toPath}, which is no entry of ${name}.`,
        at: locate(edge),
        target: toPath,
        related: inSpec(architecture, `${name} is entered by ${list(files)}`, `layers.${name}.entry`, `layers.${name}`),
        help: `Import ${list(files)} instead.`,
      };
    });
  },
};
