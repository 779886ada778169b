import type { Diagnostic } from "../model/diagnostic.ts";
import { buildGraph } from "./build-graph.ts";
import { type FactCache, noCache } from "./cache/cache.ts";
import { isCode } from "./extract/fact.ts";
import type { ImportGraph } from "./graph.ts";
import type { Project } from "./project.ts";

/**
 * Of all findings those on a changed file or on one that imports it, and those that are on no code at all. A file that was deleted is put back for
 * a moment, so that those who still import it are known.
 */
export async function onAffected(
  found: readonly Diagnostic[],
  changed: ReadonlySet<string>,
  graph: ImportGraph,
  project: Project,
  cache: FactCache,
): Promise<readonly Diagnostic[]> {
  const listed = new Set(project.paths);
  const gone = [...changed].filter((path) => isCode(path) && !listed.has(path));
  const before = gone.length === 0 ? [] : [await buildGraph(graph.architecture, withEmpty(gone, project), { ...cache, enter: noCache.enter })];
  const affected = new Set([graph, ...before].flatMap((one) => affectedIn(one, changed)));
  const code = new Set(graph.files.map(({ path }) => path));
  return found.filter(({ at, related }) => [at, ...related.map((one) => one.at)].some(({ file }) => affected.has(file)) || !code.has(at.file));
}

function affectedIn({ files }: ImportGraph, changed: ReadonlySet<string>): readonly string[] {
  return files
    .filter(({ path, edges }) => changed.has(path) || edges.some(({ to }) => to !== null && changed.has(to.path)))
    .map(({ path }) => path);
}

function withEmpty(gone: readonly string[], project: Project): Project {
  const added = new Set(gone);
  return {
    paths: [...project.paths, ...gone].sort(),
    unlisted: project.unlisted,
    ...(project.stat ? { stat: project.stat } : {}),
    read: (path) => (added.has(path) ? ["", ""] : project.read(path)),
  };
}
