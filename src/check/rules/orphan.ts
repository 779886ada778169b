import type { ImportGraph, SourceFile } from "../graph.ts";
import { topOf } from "../locate.ts";
import { matcher } from "../place/glob.ts";
import type { CodeRule } from "./rule.ts";

/** A file of a layer that nobody imports is dead, unless it is where somebody comes in. */
export const orphan: CodeRule = {
  id: "orphan",
  severity: "warning",
  onRequest: true,
  find: (graph) => {
    const imported = importedPaths(graph);
    const isEntry = matcher(graph.architecture.layers.flatMap(({ entry }) => entry));
    return graph.files
      .filter(({ path, place }) => place?.kind === "layer" && !imported.has(path) && !isEntry(path))
      .filter(({ path }) => !/\.d\.[cm]?ts$/.test(path))
      .map((file) => ({
        message: `No file imports ${file.path}.`,
        at: topOf(file),
        related: [],
        help: "Delete it, or name it under `entry` of its layer where it is run or imported from outside.",
      }));
  },
};

function importedPaths({ files }: ImportGraph): ReadonlySet<string> {
  const others = ({ path, edges }: SourceFile) => edges.flatMap(({ to }) => (to && to.path !== path ? [to.path] : []));
  return new Set(files.flatMap(others));
}
