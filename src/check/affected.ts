import type { Diagnostic } from "../model/diagnostic.ts";
import { closuresOf, type Part } from "./closure.ts";
import { buildGraph } from "./build-graph.ts";
import { type FactCache, noCache } from "./cache/cache.ts";
import { isCode } from "./extract/fact.ts";
import type { ImportGraph } from "./graph.ts";
import type { Project } from "./project.ts";

interface Looked {
  readonly graph: ImportGraph;
  readonly project: Project;
  readonly cache: FactCache;
  /** Rules on types, which a change reaches through any number of imports. */
  readonly onTypes: ReadonlySet<string>;
}

/**
 * Of all findings those on a changed file or on one that imports it, and those that are on no code at all. A file that was deleted is put back for
 * a moment, so that those who still import it are known.
 */
export async function onAffected(found: readonly Diagnostic[], changed: ReadonlySet<string>, { graph, project, cache, onTypes }: Looked): Promise<readonly Diagnostic[]> {
  const listed = new Set(project.paths);
  const gone = [...changed].filter((path) => isCode(path) && !listed.has(path));
  const before = gone.length === 0 ? [] : [await buildGraph(graph.architecture, withEmpty(gone, project), { ...cache, enter: noCache.enter })];
  const affected = new Set([graph, ...before].flatMap((one) => affectedIn(one, changed)));
  const typed = found.some(({ rule }) => onTypes.has(rule)) ? new Set([graph, ...before].flatMap((one) => typedBy(one, changed))) : affected;
  const code = new Set(graph.files.map(({ path }) => path));
  return found.filter(({ rule, at, related }) => {
    const touched = onTypes.has(rule) ? typed : affected;
    return [at, ...related.map((one) => one.at)].some(({ file }) => touched.has(file)) || !code.has(at.file);
  });
}

/** Files of which a type may depend on a changed one. */
function typedBy(graph: ImportGraph, changed: ReadonlySet<string>): readonly string[] {
  const found = new Set<Part>();
  for (const part of closuresOf(graph).parts) {
    if (part.files.some(({ path }) => changed.has(path)) || [...part.leadsTo].some((one) => found.has(one))) found.add(part);
  }
  return [...found].flatMap(({ files }) => files.map(({ path }) => path));
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
