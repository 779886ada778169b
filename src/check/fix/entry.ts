import type { Architecture } from "../../model/architecture.ts";
import type { Edge, ImportGraph } from "../graph.ts";
import { matcher } from "../place/glob.ts";
import { resolver, type Resolve } from "../resolve/index.ts";
import { folderOf } from "../resolve/paths.ts";
import { Bindings } from "./bindings.ts";
import { byEdge, curedBy, faultyEdges, type Faulty } from "./edges.ts";
import type { Edit, Fix, Maker, Scene } from "./fix.ts";
import { specifierFor } from "./specifier.ts";
import type { ImportedName, ImportStatement } from "./syntax.ts";

const RULES = new Set(["entry", "service-contract"]);

/** Imports the face instead of an inside, where the face exports the same declarations. */
export const faceInstead: Maker = async (scene) => {
  const inner = faultyEdges(scene).filter(({ finding, edge }) => RULES.has(finding.rule) && edge.fact.form === "import" && edge.to !== null);
  const hopeful = inner.flatMap((one) => facesOf(one.edge, scene.graph).map((face) => ({ ...one, face })));
  const faces = new Map<string, Faulty[]>();
  for (const { face, ...one } of hopeful) faces.set(face, [...(faces.get(face) ?? []), one]);
  const cured = [...faces].flatMap(([face, found]) => {
    const place = scene.graph.files.find(({ path }) => path === face)?.place ?? null;
    return curedBy(scene.graph, found, (edge) => ({ ...edge, to: { path: face, place } })).map((one) => ({ ...one, face }));
  });
  if (cured.length === 0) return [];
  const [syntax, { exportsOf }] = [await import("./syntax.ts"), await import("./exports.ts")];
  const { project, graph } = scene;
  const bindings = new Bindings(graph, (path) => exportsOf(syntax.parseModule(path, project.read(path)[0] ?? "")));
  const resolve = resolver(new Set(project.paths), (path) => project.read(path)[0]);
  return [...byEdge(cured)].flatMap(([edge, found]) => fixOf(edge, found, cured.flatMap((one) => (one.edge === edge ? [one.face] : [])), { scene, syntax, bindings, resolve }) ?? []);
};

interface Tools {
  readonly scene: Scene;
  readonly syntax: typeof import("./syntax.ts");
  readonly bindings: Bindings;
  readonly resolve: Resolve;
}

/** The files by which the inside that is imported may be entered, sorted. */
function facesOf({ to }: Edge, { architecture, files }: ImportGraph): readonly string[] {
  const service = to?.place?.service ?? null;
  const isEntry = entriesOf(to?.place?.layer ?? null, architecture);
  return files.flatMap(({ path, place }) => {
    const isContract = service !== null && place?.kind === "face" && place.service === service;
    return path !== to?.path && (isContract || (place?.layer === to?.place?.layer && isEntry(path))) ? [path] : [];
  });
}

function entriesOf(layer: string | null, { layers }: Architecture): (path: string) => boolean {
  const found = layers.find(({ name }) => name === layer);
  return found === undefined ? () => false : matcher(found.entry);
}

function fixOf(edge: Edge, found: readonly Faulty[], faces: readonly string[], { scene, syntax, bindings, resolve }: Tools): Fix | null {
  const text = scene.project.read(edge.from.path)[0] ?? "";
  const statement = syntax.importAt(syntax.parseModule(edge.from.path, text), edge.fact.start);
  if (statement === null || edge.to === null) return null;
  for (const face of [...new Set(faces)].sort()) {
    const names = namesThrough(face, edge.to.path, statement, bindings);
    const specifier = names === null ? null : specifierFor(edge, face, folderOf(edge.from.path), resolve);
    if (names === null || specifier === null) continue;
    return {
      title: `${edge.from.path}: import ${statement.names.map(({ local }) => local).join(", ")} from ${face}`,
      cures: found.map(({ finding }) => finding),
      edits: editsOf(edge, statement, names, specifier, text),
      move: null,
    };
  }
  return null;
}

/** For each imported name the face's name for the same declaration; null where it lacks one, or has it as a type alone. */
function namesThrough(face: string, inside: string, { names, typeOnly }: ImportStatement, bindings: Bindings): readonly string[] | null {
  const exported = bindings.namesOf(face);
  const through = names.map(({ imported, typeWord }) => {
    const meant = imported === "*" ? null : bindings.of(inside, imported);
    const candidates = [imported, ...exported.filter((name) => name !== imported)];
    return candidates.find((name) => {
      const offered = meant === null ? null : bindings.of(face, name);
      const isSame = offered !== null && offered.path === meant?.path && offered.name === meant.name;
      return isSame && (typeOnly || typeWord !== null || !offered.typeOnly);
    });
  });
  return through.every((name) => name !== undefined) && through.length > 0 ? through : null;
}

function editsOf({ from, fact }: Edge, statement: ImportStatement, names: readonly string[], specifier: string, text: string): readonly Edit[] {
  const quote = text.charAt(fact.start);
  const path = { path: from.path, start: fact.start, end: fact.end, text: `${quote}${specifier}${quote}` };
  const isSame = statement.names.every(({ imported }, index) => imported === names[index]);
  if (isSame) return [path];
  const [start, end] = statement.clause;
  const list = statement.names.map((one, index) => written(one, names[index] ?? "")).join(", ");
  return [{ path: from.path, start, end, text: `{ ${list} }` }, path];
}

function written({ local, typeWord }: ImportedName, name: string): string {
  return `${typeWord === null ? "" : "type "}${name === local ? name : `${name} as ${local}`}`;
}
