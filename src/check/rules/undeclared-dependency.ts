import { locate, topOf } from "../locate.ts";
import { packageEdges, typesPackage } from "./packages.ts";
import type { CodeRule } from "./rule.ts";

/** A package that is imported is declared, or it is there by luck. */
export const undeclaredDependency: CodeRule = {
  id: "undeclared-dependency",
  severity: "error",
  find: (graph) =>
    packageEdges(graph, () => true)
      .filter(({ edge, name, declared: { production, development } }) => {
        const names = edge.fact.typeOnly ? [name, typesPackage(name)] : [name];
        return !names.some((one) => production.has(one) || development.has(one));
      })
      .map(({ edge, name, declared }) => ({
        message: `The package ${name} is imported, and ${declared.path} does not declare it.`,
        at: locate(edge),
        target: name,
        related: [{ message: "its dependencies stand here", at: topOf(declared) }],
        help: edge.to === null ? `Add it there: npm install ${name}.` : `Add it to its dependencies, so that it is linked: "${name}": "workspace:*", or with npm "*".`,
      })),
};
