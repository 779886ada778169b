import type { Architecture } from "../model/architecture.ts";
import { type FactCache, noCache } from "./cache/cache.ts";
import { declarations } from "./declared.ts";
import { type Extracted, isCode } from "./extract/fact.ts";
import { extract } from "./extract/index.ts";
import type { Edge, ImportGraph, SourceFile, Unread } from "./graph.ts";
import { lineStarts } from "./locate.ts";
import { matcher } from "./place/glob.ts";
import { placer, type PlaceOf } from "./place/index.ts";
import type { Project } from "./project.ts";
import { type Resolve, resolver } from "./resolve/index.ts";

/** Finds the imports of every file, reading it where the cache does not know it, and draws where they lead. */
export async function buildGraph(
  architecture: Architecture,
  project: Project,
  cache: FactCache = noCache,
): Promise<ImportGraph> {
  const excluded = matcher(architecture.check.exclude);
  const placeOf = remembered(placer(architecture));
  const resolve = resolver(new Set(project.paths), (path) => project.read(path)[0]);
  const files: SourceFile[] = [];
  const unread: Unread[] = [...project.unlisted];
  for (const path of project.paths) {
    if (!isCode(path) || excluded(path)) continue;
    const stamp = project.stamp?.(path) ?? null;
    const found = recall(path, stamp, cache) ?? (await readFacts(path, stamp, project, cache));
    if ("reason" in found) unread.push(found);
    else files.push(draw(path, found, project, placeOf, resolve));
  }
  unread.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { architecture, files, unread, paths: project.paths, declaredFor: declarations(project) };
}

function recall(path: string, stamp: string | null, cache: FactCache): Extracted | null {
  return stamp === null ? null : cache.recall(path, stamp);
}

/** The stamp was taken before the file is read: should the file change in between, the next run reads it again. */
async function readFacts(
  path: string,
  stamp: string | null,
  project: Project,
  cache: FactCache,
): Promise<Extracted | Unread> {
  const [code, reason] = (project.readBytes ?? project.read)(path);
  if (code === null) return { path, reason };
  const extracted = await extract(path, code);
  if (extracted === null) return { path, reason: "it nests deeper than a parser can follow" };
  if (stamp !== null) cache.keep(path, stamp, extracted);
  return extracted;
}

function draw(
  path: string,
  { imports, ignores }: Extracted,
  project: Project,
  placeOf: PlaceOf,
  resolve: Resolve,
): SourceFile {
  const edges: Edge[] = [];
  const file: SourceFile = { path, place: placeOf(path), edges, ignores, lines: linesOf(path, project) };
  for (const fact of imports) {
    const target = resolve(path, fact);
    const to = target.kind === "file" ? { path: target.path, place: placeOf(target.path) } : null;
    edges.push({ from: file, fact, target, to });
  }
  return file;
}

function linesOf(path: string, project: Project): SourceFile["lines"] {
  let lines: readonly number[] | null = null;
  return () => {
    lines ??= lineStarts(project.read(path)[0] ?? "");
    return lines;
  };
}

function remembered(placeOf: PlaceOf): PlaceOf {
  const known = new Map<string, ReturnType<PlaceOf>>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const place = placeOf(path);
    known.set(path, place);
    return place;
  };
}
