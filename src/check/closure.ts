import { components } from "./components.ts";
import type { ImportGraph, SourceFile } from "./graph.ts";
import { type Place, placeKey } from "./place/place.ts";

/** All that a file's types may depend on: the files that it imports, in whatever way, and those that they import. */
export interface Closures {
  /** Files that import one another are one part; a part comes after all that it leads to. */
  readonly parts: readonly Part[];
  readonly partOf: ReadonlyMap<string, Part>;
}

export interface Part {
  readonly files: readonly SourceFile[];
  readonly leadsTo: ReadonlySet<Part>;
  /** Every place in which one of the files of its closure lies, by its key. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Names of modules, not imports: nothing of what they name gets a type here. */
const WITHOUT_TYPES = new Set(["url", "worker", "mock"]);

const known = new WeakMap<ImportGraph, Closures>();

export function closuresOf(graph: ImportGraph): Closures {
  const closures = known.get(graph) ?? find(graph);
  known.set(graph, closures);
  return closures;
}

function find({ files }: ImportGraph): Closures {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const next = new Map(files.map((file) => [file.path, typeImports(file).filter((path) => byPath.has(path))]));
  const partOf = new Map<string, Part>();
  const parts = components([...next.keys()], (path) => next.get(path) ?? []).map((paths) => {
    const part = partFrom(
      paths.flatMap((path) => byPath.get(path) ?? []),
      new Set(paths.flatMap((path) => (next.get(path) ?? []).flatMap((to) => partOf.get(to) ?? []))),
    );
    for (const path of paths) partOf.set(path, part);
    return part;
  });
  return { parts, partOf };
}

/** The files themselves and all that their types may depend on, by their paths. */
export function closureOf(files: readonly SourceFile[], { partOf }: Closures): readonly SourceFile[] {
  const found = new Set(files.flatMap(({ path }) => partOf.get(path) ?? []));
  // What is added while it is walked is walked too.
  for (const part of found) for (const other of part.leadsTo) found.add(other);
  return [...found].flatMap((part) => part.files).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function typeImports({ edges }: SourceFile): readonly string[] {
  return edges.flatMap(({ fact, to }) => (to === null || WITHOUT_TYPES.has(fact.form) ? [] : [to.path]));
}

function partFrom(files: readonly SourceFile[], leadsTo: ReadonlySet<Part>): Part {
  const places = new Map<string, Place>();
  for (const { place } of files) if (place !== null) places.set(placeKey(place), place);
  for (const part of leadsTo) for (const [key, place] of part.places) places.set(key, place);
  return { files, leadsTo, places };
}
