import type { Declared } from "../declared.ts";
import type { Edge, ImportGraph, SourceFile } from "../graph.ts";

/** An import of a package by a file that belongs to another. */
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
      const name = packageOf(edge);
      return name === null || name.includes(":") || name === declared.name ? [] : [{ edge, name, declared }];
    });
  });
}

/** The package that is imported, be it another one of the project. */
function packageOf({ target }: Edge): string | null {
  if (target.kind === "package") return target.name;
  return target.kind === "file" ? (target.linked ?? null) : null;
}

/** The package that has the types of another: `@types/node` of `node`, `@types/scope__name` of `@scope/name`. */
export function typesPackage(name: string): string {
  return `@types/${name.replace(/^@([^/]+)\//, "$1__")}`;
}

/**
 * Whether a package fits one of the globs. A name fits itself alone; a star stands for a part of a name within its scope, so that
 * `eslint-*` fits no package of anybody's scope. `*` alone fits every package.
 */
export function packageMatcher(globs: readonly string[]): (name: string) => boolean {
  const names = new Set(globs);
  const patterns = globs.filter((glob) => glob.includes("*")).map(patternOf);
  return (name) => names.has(name) || patterns.some((pattern) => pattern.test(name));
}

function patternOf(glob: string): RegExp {
  if (/^\*+$/.test(glob)) return /^/;
  const parts = glob.split(/\*+/).map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]*")}$`);
}
