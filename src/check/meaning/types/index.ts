import { type Closures, closureOf, closuresOf } from "../../closure.ts";
import type { ImportGraph, SourceFile } from "../../graph.ts";
import type { Place } from "../../place/place.ts";
import type { Project } from "../../project.ts";
import type { MeaningCache } from "../cache.ts";
import type { Fact, FoundFact } from "../fact.ts";
import type { Trees } from "../trees.ts";
import { closureKeys } from "./keys.ts";

/** What a run of the compiler may be given at most: it needs some twenty times as much memory. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

const KINDS = ["signature"] as const;

/** What the types of files are worked out from, and for whom. */
export interface Asking {
  readonly graph: ImportGraph;
  readonly project: Project;
  readonly cache: MeaningCache;
  readonly trees: Trees;
  /** Whether somebody wants to know where the file names types of this place: of all others it need not be found out. */
  readonly wants: (file: SourceFile, place: Place) => boolean;
}

/** The types in what these files export. A file is not looked at again while neither it nor what its types depend on has changed. */
export async function readTypes(asked: readonly SourceFile[], { graph, project, cache, trees, wants }: Asking): Promise<readonly FoundFact[]> {
  const closures = closuresOf(graph);
  const keyOfTypes = closureKeys(closures, (path) => project.stamp?.(path) ?? null);
  const keyOf = (file: SourceFile): string | null => {
    const key = keyOfTypes(file.path);
    const wanted = [...(closures.partOf.get(file.path)?.places ?? [])].flatMap(([name, place]) => (wants(file, place) ? [name] : []));
    return key === null ? null : `${key} ${wanted.sort().join()}`;
  };
  const known = new Map<SourceFile, readonly Fact[]>();
  for (const file of asked) {
    const key = keyOf(file);
    const facts = cache.settled?.(entryOf(file)) ?? (key === null ? null : cache.recall(entryOf(file), key, KINDS));
    if (facts !== null) known.set(file, facts);
  }
  const open = asked.filter((file) => !known.has(file));
  for (const [file, facts] of open.length === 0 ? [] : await workOut(open, closures, { project, trees, wants })) {
    const key = keyOf(file);
    if (key !== null) cache.keep(entryOf(file), key, KINDS, facts);
    known.set(file, facts);
  }
  return asked.flatMap((file) => (known.get(file) ?? []).map((fact) => ({ ...fact, file })));
}

/** No path begins so: beside what is found in the file by itself. */
function entryOf({ path }: SourceFile): string {
  return `/types/${path}`;
}

type Found = readonly (readonly [SourceFile, readonly Fact[]])[];

async function workOut(open: readonly SourceFile[], closures: Closures, { project: { read }, trees, wants }: Pick<Asking, "project" | "trees" | "wants">): Promise<Found> {
  const needed = closureOf(open, closures);
  const texts = new Map(needed.map(({ path }) => [path, read(path)[0] ?? ""]));
  const characters = [...texts.values()].reduce((sum, { length }) => sum + length, 0);
  if (characters > MOST_CHARACTERS) return open.map((file) => [file, [tooLarge(characters)]]);
  const [{ carriers }, { parsed, typed }, { exportedTypes }] = await Promise.all([import("./carry/index.ts"), import("./program.ts"), import("./signatures.ts")]);
  const places = new Map(needed.map(({ path, place }) => [path, place]));
  const asked = unlessTooDeep(() => {
    const code = parsed(needed, (path) => texts.get(path) ?? "", trees);
    const carrying = carriers(code.sources, code.targets);
    const questions = open.map((file) => {
      const isWanted = wantedBy(file, places, wants);
      return { file, isWanted, names: carrying(file.path, isWanted) };
    });
    // Where nothing can be found the compiler need not even begin.
    const types = questions.some(({ names }) => names === null || names.size > 0) ? typed(code) : null;
    return { questions, types };
  });
  if (asked === null) return open.map((file) => [file, [TOO_DEEP]]);
  const { questions, types } = asked;
  return questions.map(({ file, isWanted, names }) => {
    if (types === null || names?.size === 0) return [file, []];
    return [file, unlessTooDeep(() => exportedTypes(file.path, types, { isWanted, names })) ?? [TOO_DEEP]];
  });
}

/** Whether a file's types are wanted: what another imports by itself is told by its imports. */
function wantedBy(file: SourceFile, places: ReadonlyMap<string, Place | null>, wants: Asking["wants"]): (path: string) => boolean {
  const own = new Set(file.edges.map(({ to }) => to?.path));
  const known = new Map<string, boolean>();
  return (path) => {
    const place = places.get(path) ?? null;
    const isWanted = known.get(path) ?? (place !== null && !own.has(path) && wants(file, place));
    known.set(path, isWanted);
    return isWanted;
  };
}

const TOO_DEEP = unjudged("a file that its types depend on nests deeper than the compiler can follow");

/** Null where something nests so deep that the compiler runs out of stack. */
function unlessTooDeep<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function tooLarge(characters: number): Fact {
  return unjudged(`its types depend on ${characters} characters of code, and ${MOST_CHARACTERS} are read at most`);
}

function unjudged(name: string): Fact {
  return { kind: "unjudged", name, detail: "", start: 0, end: 0, other: null };
}
