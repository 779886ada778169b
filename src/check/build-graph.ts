import type { Architecture } from "../model/architecture.ts";
import { type Extracted, isCode } from "./extract/fact.ts";
import { extract } from "./extract/index.ts";
import type { Edge, ImportGraph, SourceFile, Unread } from "./graph.ts";
import { lineStarts } from "./locate.ts";
import { matcher } from "./place/glob.ts";
import { placer, type PlaceOf } from "./place/index.ts";
import type { Project } from "./project.ts";
import { type Resolve, resolver } from "./resolve/index.ts";

/** Reads every file once, finds its imports, and draws where they lead. */
export async function buildGraph(architecture: Architecture, project: Project): Promise<ImportGraph> {
  const excluded = matcher(architecture.check.exclude);
  const placeOf = placer(architecture);
  const resolve = resolver(new Set(project.paths), (path) => project.read(path)[0]);
  const files: SourceFile[] = [];
  const unread: Unread[] = [...project.unlisted];
  for (const path of project.paths) {
    if (!isCode(path) || excluded(path)) continue;
    const read = await readSource(path, project);
    if ("reason" in read) unread.push(read);
    else files.push(draw(read, placeOf, resolve));
  }
  return { architecture, files, unread: unread.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

interface Source extends Extracted {
  readonly path: string;
  readonly text: string;
}

async function readSource(path: string, project: Project): Promise<Source | Unread> {
  const [text, reason] = project.read(path);
  if (text === null) return { path, reason };
  const extracted = await extract(path, text);
  return extracted === null
    ? { path, reason: "it nests deeper than a parser can follow" }
    : { path, text, ...extracted };
}

function draw({ path, text, imports, ignores }: Source, placeOf: PlaceOf, resolve: Resolve): SourceFile {
  const last = Math.max(imports.at(-1)?.end ?? 0, ignores.at(-1)?.start ?? 0);
  const edges: Edge[] = [];
  const file: SourceFile = { path, place: placeOf(path), edges, ignores, lines: lineStarts(text, last) };
  for (const fact of imports) {
    const target = resolve(path, fact);
    edges.push({
      from: file,
      fact,
      target,
      to: target.kind === "file" ? { path: target.path, place: placeOf(target.path) } : null,
    });
  }
  return file;
}
