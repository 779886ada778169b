import type { Declared } from "../declared.ts";
import type { Edge, ImportGraph, SourceFile } from "../graph.ts";

/** An import of a package by a file that belongs to one. */
export interface PackageEdge {
  readonly edge: Edge;
  readonly name: string;
  readonly declared: Declared;
}

/** Imports of packages by files that pass, as far as a package.json is there to declare them; `virtual:x` is no package. */
export function packageEdges(graph: ImportGraph, passes: (file: SourceFile) => boolean): readonly PackageEdge[] {
  return graph.files.filter(passes).flatMap((file) => {
    const declared = graph.declaredFor(file.path);
    if (declared === null) return [];
    return file.edges.flatMap((edge) => {
      const { target } = edge;
      const counts = target.kind === "package" && !target.name.includes(":") && target.name !== declared.name;
      return counts ? [{ edge, name: target.name, declared }] : [];
    });
  });
}

/** The package that has the types of another: `@types/node` of `node`, `@types/scope__name` of `@scope/name`. */
export function typesPackage(name: string): string {
  return `@types/${name.replace(/^@([^/]+)\//, "$1__")}`;
}
