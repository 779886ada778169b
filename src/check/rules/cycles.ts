import { tangles } from "../components.ts";
import type { Edge, ImportGraph, SourceFile } from "../graph.ts";
import { locate } from "../locate.ts";
import type { CodeRule, Finding } from "./rule.ts";

/** Files that import one another in a circle; imports of types alone make none. */
export const cycles: CodeRule = {
  id: "cycles",
  severity: "warning",
  find: (graph) => {
    const next = successors(graph);
    return tangles([...next.keys()], (path) => [...(next.get(path)?.keys() ?? [])]).map((tangle) =>
      finding(tangle, next),
    );
  },
};

type Successors = ReadonlyMap<string, ReadonlyMap<string, Edge>>;

/** For each file, the files that it loads, with the first import that does. */
function successors({ files }: ImportGraph): Successors {
  return new Map(files.map((file) => [file.path, loadedBy(file)]));
}

const LOADS = new Set(["import", "export", "require", "import-equals"]);

function loadedBy({ edges }: SourceFile): ReadonlyMap<string, Edge> {
  const found = new Map<string, Edge>();
  for (const edge of edges) {
    if (edge.to === null || edge.fact.typeOnly || !LOADS.has(edge.fact.form)) continue;
    if (!found.has(edge.to.path)) found.set(edge.to.path, edge);
  }
  return found;
}

/** One finding a tangle: the shortest circle through its first file, at the import that begins it. */
function finding(tangle: readonly string[], next: Successors): Finding {
  const first = tangle[0] ?? "";
  const circle = shortestCircle(first, new Set(tangle), next);
  const steps = circle.map((path, index) => next.get(path)?.get(circle[index + 1] ?? first));
  const related = steps
    .slice(1)
    .flatMap((edge) => (edge ? [{ message: `which imports ${edge.to?.path}`, at: locate(edge) }] : []));
  const more = tangle.length > circle.length ? ` ${tangle.length} files hang together like this.` : "";
  return {
    message: `These files import one another in a circle: ${[...circle, first].join(" → ")}.${more}`,
    target: circle.slice(1).join(" → "),
    at: steps[0] ? locate(steps[0]) : { file: first, line: 1, column: 1 },
    related,
    help: "Move what both need into a file of its own, or hand one to the other as a parameter.",
  };
}

/** Breadth first, neighbours in order of path. */
function shortestCircle(start: string, within: ReadonlySet<string>, next: Successors): readonly string[] {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let at = 0; at < queue.length; at++) {
    const path = queue[at] ?? "";
    for (const neighbour of [...(next.get(path)?.keys() ?? [])].sort()) {
      if (neighbour === start) return wayBack(path, start, cameFrom);
      if (!within.has(neighbour) || cameFrom.has(neighbour)) continue;
      cameFrom.set(neighbour, path);
      queue.push(neighbour);
    }
  }
  return [start];
}

function wayBack(end: string, start: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const way = [end];
  for (let at = end; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    way.push(at);
  }
  return way.reverse();
}
