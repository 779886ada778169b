import { locate } from "../locate.ts";
import { outsideEdges } from "./outside.ts";
import type { CodeRule } from "./rule.ts";
import { defaultNote, inSpec } from "./words.ts";

/** A layer with `builtins: false` imports none of Node's own modules. */
export const builtinAllowed: CodeRule = {
  id: "builtin-allowed",
  severity: "error",
  find: (graph) => {
    const { architecture } = graph;
    return outsideEdges(graph, "builtin", ({ builtins }) => !builtins)
      .map(({ edge, layer, name }) => ({
        message: `${layer.name} imports node:${name}, one of Node's own modules.`,
        at: locate(edge),
        target: name,
        related: inSpec(
          architecture,
          `${layer.name} has builtins: false`,
          `layers.${layer.name}.builtins`,
          `layers.${layer.name}`,
        ),
        help: `Hand what ${layer.name} needs of it in as a parameter.${defaultNote(layer, architecture)}`,
      }));
  },
};
