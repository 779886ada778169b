import type { Architecture } from "../../model/architecture.ts";
import type { Edge, ImportGraph, SourceFile } from "../graph.ts";
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
  const cured = throughFaces(inner, scene.graph);
  if (cured.length === 0) return [];
  const [syntax, { exportsOf }] = [await import("./syntax.ts"), await import("./exports.ts")];
  const { project, graph } = scene;
  const bindings = new Bindings(graph, (path) => exportsOf(syntax.parseModule(path, project.read(path)[0] ?? "")));
  const resolve = resolver(new Set(project.paths), (path) => project.read(path)[0]);
  return [...byEdge(cured)].flatMap(([edge, found]) => fixOf(edge, found, { scene, syntax, bindings, resolve }) ?? []);
};

/** An import of an inside, and a face by which it would be allowed. */
interface Through extends Faulty {
  readonly face: SourceFile;
}

function throughFaces(inner: readonly Faulty[], graph: ImportGraph): readonly Through[] {
  const facesOf = faceFinder(graph);
  const hopeful = new Map<SourceFile, Faulty[]>();
  for (const one of inner) {
    for (const face of facesOf(one.edge)) {
      const found = hopeful.get(face);
      if (found === undefined) hopeful.set(face, [one]);
      else found.push(one);
    }
  }
  return [...hopeful].flatMap(([face, found]) => curedBy(graph, found, (edge) => ({ ...edge, to: face })).map((one) => ({ ...one, face })));
}

interface Tools {
  readonly scene: Scene;
  readonly syntax: typeof import("./syntax.ts");
  readonly bindings: Bindings;
  readonly resolve: Resolve;
}

/** The files by which the inside that is imported may be entered, sorted by path; looked up once for each layer of each service. */
function faceFinder({ architecture, files }: ImportGraph): (edge: Edge) => readonly SourceFile[] {
  const known = new Map<string, readonly SourceFile[]>();
  return ({ to }) => {
    const [service, layer] = [to?.place?.service ?? null, to?.place?.layer ?? null];
    const key = `${service} ${layer}`;
    const faces = known.get(key) ?? files.filter(isFaceOf(service, layer, architecture));
    known.set(key, faces);
    return faces.filter(({ path }) => path !== to?.path);
  };
}

function isFaceOf(service: string | null, layer: string | null, { layers }: Architecture): (file: SourceFile) => boolean {
  const isEntry = matcher(layers.find(({ name }) => name === layer)?.entry ?? []);
  return ({ path, place }) => {
    if (service !== null && place?.kind === "face" && place.service === service) return true;
    return layer !== null && place?.layer === layer && isEntry(path);
  };
}

function fixOf(edge: Edge, found: readonly Through[], { scene, syntax, bindings, resolve }: Tools): Fix | null {
  const text = scene.project.read(edge.from.path)[0] ?? "";
  const statement = syntax.importAt(syntax.parseModule(edge.from.path, text), edge.fact.start);
  if (statement === null || edge.to === null) return null;
  for (const face of [...new Set(found.map((one) => one.face.path))].sort()) {
    const names = namesThrough(face, edge.to.path, statement, bindings);
    const specifier = names === null ? null : specifierFor(edge, face, folderOf(edge.from.path), resolve);
    if (names === null || specifier === null) continue;
    return {
      title: `${edge.from.path}: import ${statement.names.map(({ local }) => local).join(", ")} from ${face}`,
      cures: [...new Set(found.map(({ finding }) => finding))],
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
