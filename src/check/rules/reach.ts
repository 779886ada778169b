import type { Edge, ImportGraph, SourceFile } from "../graph.ts";

/** From one file to the thing that must not be reached: each import leads to the file that holds the next one. */
export interface Chain {
  readonly shown: readonly [Edge, ...Edge[]];
  /** How many files follow before the target: a chain is shown for its first 30 imports alone. */
  readonly more: number;
}

const MOST_SHOWN = 30;

const NEVER_LOADED = new Set(["import-type", "module", "reference", "url", "mock", "jsdoc"]);

/** Whether the import is still there when the program runs, and loads what it names. */
export function loads({ fact }: Edge): boolean {
  return !fact.typeOnly && !NEVER_LOADED.has(fact.form);
}

/**
 * For each of the files `from` that reaches a target through no other of them, the shortest chain of imports that does; of equal
 * ones that through the first paths. Every import is looked at twice, whatever the number of files.
 */
export function shortestChains(graph: ImportGraph, from: ReadonlySet<string>, isTarget: (edge: Edge) => boolean): readonly Chain[] {
  const steps = stepsTo(graph, from, isTarget);
  const chains: Chain[] = [];
  for (const file of graph.files) {
    const first = from.has(file.path) ? nearest(file, steps, from, isTarget) : null;
    if (first !== null) chains.push(follow(first, steps, from, isTarget));
  }
  return chains;
}

interface Steps {
  readonly files: ReadonlyMap<string, SourceFile>;
  /** How many imports a file outside `from` is away from a target; no entry where it reaches none. */
  readonly distance: ReadonlyMap<string, number>;
}

/** Breadth first, from the targets backwards. */
function stepsTo({ files }: ImportGraph, from: ReadonlySet<string>, isTarget: (edge: Edge) => boolean): Steps {
  const importers = new Map<string, string[]>();
  const distance = new Map<string, number>();
  const queue: string[] = [];
  for (const { path, edges } of files) {
    if (from.has(path)) continue;
    for (const edge of edges) {
      if (!loads(edge)) continue;
      if (isTarget(edge) && !distance.has(path)) queue.push(path);
      if (isTarget(edge)) distance.set(path, 1);
      else if (edge.to !== null) add(importers, edge.to.path, path);
    }
  }
  for (let at = 0; at < queue.length; at++) {
    const path = queue[at] ?? "";
    for (const importer of importers.get(path) ?? []) {
      if (distance.has(importer)) continue;
      distance.set(importer, (distance.get(path) ?? 0) + 1);
      queue.push(importer);
    }
  }
  return { files: new Map(files.map((file) => [file.path, file])), distance };
}

function add(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The import of a file that is nearest to a target; null where none leads there. */
function nearest(file: SourceFile, { distance }: Steps, from: ReadonlySet<string>, isTarget: (edge: Edge) => boolean): Edge | null {
  let best: { readonly edge: Edge; readonly steps: number; readonly path: string } | null = null;
  for (const edge of file.edges) {
    if (!loads(edge)) continue;
    const path = edge.to?.path ?? "";
    const steps = isTarget(edge) ? 0 : from.has(path) ? undefined : distance.get(path);
    if (steps === undefined) continue;
    if (best === null || steps < best.steps || (steps === best.steps && path < best.path)) best = { edge, steps, path };
  }
  return best?.edge ?? null;
}

function follow(first: Edge, steps: Steps, from: ReadonlySet<string>, isTarget: (edge: Edge) => boolean): Chain {
  const shown: [Edge, ...Edge[]] = [first];
  let edge = first;
  while (!isTarget(edge)) {
    const path = edge.to?.path ?? "";
    if (shown.length === MOST_SHOWN) return { shown, more: (steps.distance.get(path) ?? 1) - 1 };
    const file = steps.files.get(path);
    const next = file === undefined ? null : nearest(file, steps, from, isTarget);
    if (next === null) break;
    shown.push(next);
    edge = next;
  }
  return { shown, more: 0 };
}
