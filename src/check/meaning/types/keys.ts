import { createHash } from "node:crypto";
import type { Closures, Part } from "../../closure.ts";
import { placeKey } from "../../place/place.ts";

/**
 * For a file, what changes whenever the file changes, or one that its types depend on, where one of them lies or where one of their imports leads; null where
 * a file has no stamp. Each part is hashed once, from the hashes of those that it leads to.
 */
export function closureKeys({ parts, partOf }: Closures, stamp: (path: string) => string | null): (path: string) => string | null {
  const keys = new Map<Part, string | null>();
  for (const part of parts) keys.set(part, keyOf(part, stamp, keys));
  return (path) => {
    const part = partOf.get(path);
    return part === undefined ? null : (keys.get(part) ?? null);
  };
}

function keyOf({ files, leadsTo }: Part, stamp: (path: string) => string | null, keys: ReadonlyMap<Part, string | null>): string | null {
  const hash = createHash("sha1");
  for (const { path, place, edges } of files) {
    const own = stamp(path);
    if (own === null) return null;
    hash.update(JSON.stringify([path, own, place && placeKey(place), edges.map(({ to }) => to?.path ?? null)]));
  }
  for (const part of leadsTo) {
    const other = keys.get(part) ?? null;
    if (other === null) return null;
    hash.update(other);
  }
  return hash.digest("base64");
}
