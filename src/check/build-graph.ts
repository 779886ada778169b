import type { Architecture } from "../model/architecture.ts";
import { type FactCache, noCache } from "./cache/cache.ts";
import { unreadConfigs } from "./configs.ts";
import { declarations } from "./declared.ts";
import { type Extracted, isCode } from "./extract/fact.ts";
import { extract } from "./extract/index.ts";
import type { Edge, ImportGraph, SourceFile, Unread } from "./graph.ts";
import { lineStarts } from "./locate.ts";
import { matcher } from "./place/glob.ts";
import { placer, type PlaceOf } from "./place/index.ts";
import type { Project } from "./project.ts";
import { resolver } from "./resolve/index.ts";
import type { Target } from "./resolve/target.ts";

/** Finds the imports of every file, reading it where the cache does not know it, and draws where they lead. */
export async function buildGraph(
  architecture: Architecture,
  project: Project,
  cache: FactCache = noCache,
): Promise<ImportGraph> {
  const excluded = matcher(architecture.check.exclude);
  const nodeAt = nodes(placer(architecture));
  const targets = cache.enter(project);
  const resolve = lazily(() => resolver(new Set(project.paths), targets.read));
  const files: SourceFile[] = [];
  const unread: Unread[] = [...project.unlisted];
  for (const path of project.paths) {
    if (!isCode(path) || excluded(path)) continue;
    const known = recall(path, project, cache);
    const found = known ?? (await readFacts(path, project, cache));
    if ("reason" in found) {
      unread.push(found);
      continue;
    }
    const led = known === null ? null : targets.recall(path);
    const leads = led ?? found.imports.map(resolve()(path));
    if (led === null) targets.keep(path, leads);
    files.push(draw(nodeAt(path), found, leads, nodeAt, linesOf(path, project)));
  }
  unread.push(...unreadConfigs(project, files, excluded));
  unread.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { architecture, files, unread, paths: project.paths, declaredFor: declarations(project) };
}

function recall(path: string, project: Project, cache: FactCache): Extracted | null {
  const stat = cache.knows?.(path) === false ? null : (project.stat?.(path) ?? null);
  return stat === null ? null : cache.recall(path, stat);
}

/** The stat is of the time before the file is read: should the file change in between, the next run reads it again. */
async function readFacts(path: string, project: Project, cache: FactCache): Promise<Extracted | Unread> {
  const [code, reason] = (project.readBytes ?? project.read)(path);
  if (code === null) return { path, reason };
  const stat = project.stat?.(path) ?? null;
  const extracted = await extract(path, code);
  if (extracted === null) return { path, reason: "it nests deeper than a parser can follow" };
  if (stat !== null) cache.keep(path, stat, extracted);
  return extracted;
}

type Node = NonNullable<Edge["to"]>;

function draw(
  { path, place }: Node,
  { imports, ignores }: Extracted,
  leads: readonly Target[],
  nodeAt: (path: string) => Node,
  lines: SourceFile["lines"],
): SourceFile {
  const edges: Edge[] = [];
  const file: SourceFile = { path, place, edges, ignores, lines };
  for (let index = 0; index < imports.length; index++) {
    const fact = imports[index];
    const target = leads[index] ?? UNKNOWN;
    if (fact) edges.push({ from: file, fact, target, to: target.kind === "file" ? nodeAt(target.path) : null });
  }
  return file;
}

/** There is a target for each import. */
const UNKNOWN: Target = { kind: "none" };

const AHEAD = 4096;

function linesOf(path: string, project: Project): SourceFile["lines"] {
  let known: readonly number[] = [];
  let end = -1;
  return (through) => {
    if (through > end) {
      // Most findings are on imports, and those at the top of a file; who asks for more is given twice as much, so that no file is read often.
      end = 2 * through + AHEAD;
      known = lineStarts(project.read(path)[0] ?? "", end);
    }
    return known;
  };
}

/** Each path with its place, found once. */
function nodes(placeOf: PlaceOf): (path: string) => Node {
  const known = new Map<string, Node>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const node = { path, place: placeOf(path) };
    known.set(path, node);
    return node;
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
