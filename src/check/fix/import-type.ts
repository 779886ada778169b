import { isComponent } from "../extract/component.ts";
import { dialectOf } from "../extract/fact.ts";
import type { Edge } from "../graph.ts";
import { byEdge, curedBy, faultyEdges, type Faulty } from "./edges.ts";
import type { Edit, Fix, Maker, Scene } from "./fix.ts";
import type { ImportStatement } from "./syntax.ts";

/** `import` → `import type`, where every imported name is used as a type alone. */
export const importType: Maker = async (scene) => {
  const values = faultyEdges(scene).filter(({ edge }) => edge.fact.form === "import" && !edge.fact.typeOnly && hasTypes(edge));
  const hopeful = curedBy(scene.graph, values, (edge) => ({ ...edge, fact: { ...edge.fact, typeOnly: true } }));
  if (hopeful.length === 0) return [];
  const syntax = { ...(await import("./syntax.ts")), ...(await import("./uses.ts")) };
  return [...byEdge(hopeful)].flatMap(([edge, found]) => fixOf(edge, found, scene, syntax) ?? []);
};

type Syntax = typeof import("./syntax.ts") & typeof import("./uses.ts");

function hasTypes({ from }: Edge): boolean {
  const { javascript, declaration } = dialectOf(from.path);
  return !javascript && !declaration && !isComponent(from.path);
}

function fixOf(edge: Edge, found: readonly Faulty[], { project }: Scene, syntax: Syntax): Fix | null {
  const file = syntax.parseModule(edge.from.path, project.read(edge.from.path)[0] ?? "");
  const statement = syntax.importAt(file, edge.fact.start);
  if (statement === null || !canBeTypes(statement) || !syntax.areUsedAsTypes(file, statement.names)) return null;
  const target = edge.to?.path ?? null;
  // What the imported file does when it is loaded would no longer be done from here.
  if (target !== null && syntax.actsWhenLoaded(syntax.parseModule(target, project.read(target)[0] ?? ""))) return null;
  const names = statement.names.map(({ local }) => local).join(", ");
  return {
    title: `${edge.from.path}: import ${names} as ${statement.names.length === 1 ? "a type" : "types"} alone`,
    cures: found.map(({ finding }) => finding),
    edits: editsOf(edge.from.path, statement),
    move: null,
  };
}

/** A default and named ones cannot be types in one statement. */
function canBeTypes({ names }: ImportStatement): boolean {
  return names.length === 1 || (names.length > 0 && names.every(({ imported }) => imported !== "default" && imported !== "*"));
}

function editsOf(path: string, { afterKeyword, names }: ImportStatement): readonly Edit[] {
  const words = names.flatMap(({ typeWord }) => (typeWord === null ? [] : [{ path, start: typeWord[0], end: typeWord[1], text: "" }]));
  return [{ path, start: afterKeyword, end: afterKeyword, text: " type" }, ...words];
}
