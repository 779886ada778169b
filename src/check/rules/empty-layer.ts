import type { Architecture, Layer } from "../../model/architecture.ts";
import type { SourceFile } from "../graph.ts";
import { matcher } from "../place/glob.ts";
import type { CodeRule, Finding } from "./rule.ts";
import { inSpec } from "./words.ts";

/** A glob that fits no file guards nothing, and says so. */
export const emptyLayer: CodeRule = {
  id: "empty-layer",
  severity: "error",
  find: ({ files, architecture }) =>
    architecture.layers.flatMap((layer) =>
      (["paths", "entry"] as const).flatMap((key) =>
        layer[key].flatMap((glob, index) => {
          const fits = matcher([glob]);
          const isHere = ({ path }: SourceFile) => fits(path);
          // Its own files first: that one of them fits is found at once, as a rule.
          const fitsOne = files.some((file) => file.place?.layer === layer.name && isHere(file)) || files.some(isHere);
          return fitsOne ? [] : fitsNothing(glob, `${key}.${index}`, layer, architecture);
        }),
      ),
    ),
};

function fitsNothing(glob: string, key: string, { name }: Layer, architecture: Architecture): Finding {
  const [line] = inSpec(architecture, "", `layers.${name}.${key}`, `layers.${name}`);
  return {
    message: `"${glob}" of the layer ${name} fits no file.`,
    at: line?.at ?? { file: "architecture.yaml", line: 1, column: 1 },
    related: [],
    help: "Correct the glob, which counts from the folder of architecture.yaml, or take it out.",
  };
}
