import type { Architecture } from "../../model/architecture.ts";

/** Which services each service calls, all sorted by name. */
export function callGraph({ services }: Architecture): ReadonlyMap<string, readonly string[]> {
  const names = new Set(services.map(({ name }) => name));
  const edges = services.map(
    (service) =>
      [
        service.name,
        service.calls
          .map(({ target }) => target)
          .filter((target) => names.has(target))
          .sort(),
      ] as const,
  );
  return new Map(edges.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A shortest circle through each service that lies on one and not on an earlier circle, its smallest name first. */
export function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = [];
  const covered = new Set<string>();
  for (const start of graph.keys()) {
    if (covered.has(start)) continue;
    const cycle = shortestCycle(start, graph);
    if (cycle === null) continue;
    for (const name of cycle) covered.add(name);
    cycles.push(cycle);
  }
  return cycles;
}

function shortestCycle(start: string, graph: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of graph.get(way.at(-1) ?? "") ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return null;
}
