import type { Edge, ImportGraph, SourceFile } from "../graph.ts";
import type { Place } from "../place/place.ts";
import { isFree } from "../rules/edges.ts";

/** Who imports each of these files, by its path. */
export function importersOf(wanted: ReadonlySet<string>, { files }: ImportGraph): ReadonlyMap<string, readonly Edge[]> {
  const found = new Map<string, Edge[]>([...wanted].map((path) => [path, []]));
  if (found.size === 0) return found;
  for (const { path, edges } of files) {
    for (const edge of edges) if (edge.to !== null && edge.to.path !== path) found.get(edge.to.path)?.push(edge);
  }
  return found;
}

/**
 * The layer that a file belongs to, though it lies in another: everyone who imports it is there, and nothing holds it where it is.
 * Tests may stand anywhere. Null where it is not as plain as that.
 */
export function trueLayer(file: SourceFile, importers: readonly Edge[]): string | null {
  const { place } = file;
  if (place?.kind !== "layer") return null;
  const users = importers.map(({ from }) => from.place).filter((one) => one === null || !isFree(one));
  const [first] = users;
  if (!isOther(first ?? null, place)) return null;
  if (!users.every((one) => isOther(one, place) && one?.layer === first?.layer)) return null;
  const staysHere = file.edges.some(({ to }) => to !== null && to.path !== file.path && to.place?.layer === place.layer);
  return staysHere ? null : (first?.layer ?? null);
}

function isOther(user: Place | null, home: Place): boolean {
  return user?.kind === "layer" && user.layer !== home.layer && user.service === home.service;
}
