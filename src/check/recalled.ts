import { type FactCache, noCache } from "./cache/cache.ts";
import type { ImportGraph } from "./graph.ts";

/**
 * What is known of files from a graph of them, for code that is only tried: a file that is as it was is not read again, and the cache on
 * disk hears of nothing. What is changed has no stat, and is never asked for.
 */
export function recalled({ files }: ImportGraph): FactCache {
  const known = new Map(files.map((file) => [file.path, file]));
  return {
    ...noCache,
    knows: (path) => known.has(path),
    recall: (path) => {
      const file = known.get(path);
      return file === undefined ? null : { imports: file.edges.map(({ fact }) => fact), ignores: file.ignores };
    },
  };
}
