import type { Layer } from "../../model/architecture.ts";
import { locate } from "../locate.ts";
import { outsideEdges } from "./outside.ts";
import { packageMatcher } from "./packages.ts";
import type { CodeRule } from "./rule.ts";
import { defaultNote, inSpec, list } from "./words.ts";

/** A layer imports the packages that its `packages` let it; types of a package are no exception. */
export const packageAllowed: CodeRule = {
  id: "package-allowed",
  severity: "error",
  find: (graph) => {
    const { architecture } = graph;
    const allows = new Map(architecture.layers.map((layer) => [layer.name, allowsPackage(layer)]));
    return outsideEdges(graph, "package", ({ packages }) => packages !== null).flatMap(({ edge, layer, name }) => {
      if (allows.get(layer.name)?.(name) ?? true) return [];
      return {
        message: `${layer.name} imports the package ${name}.`,
        at: locate(edge),
        target: name,
        related: inSpec(
          architecture,
          `packages of ${layer.name}`,
          `layers.${layer.name}.packages`,
          `layers.${layer.name}`,
        ),
        help: advice(layer) + defaultNote(layer, architecture),
      };
    });
  },
};

/** Says of a package whether the layer may import it. */
export function allowsPackage({ packages }: Layer): (name: string) => boolean {
  if (packages === null) return () => true;
  if ("allow" in packages) return packageMatcher(packages.allow);
  const denies = packageMatcher(packages.deny);
  return (name) => !denies(name);
}

function advice({ name, packages }: Layer): string {
  if (packages === null) return "";
  if ("deny" in packages) return `${name} may import every package but ${list(packages.deny)}.`;
  return packages.allow.length === 0
    ? `${name} is to need no package: keep it behind a port.`
    : `${name} may import the packages ${list(packages.allow)}.`;
}
