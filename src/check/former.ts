import { isListed } from "./list-files.ts";
import type { Project } from "./project.ts";

/** What has changed: each path with the text that it had before; null where there was no such file. */
export type Changed = ReadonlyMap<string, string | null>;

/** The project as it was before it changed. */
export function formerProject(project: Project, changed: Changed): Project {
  const { paths, unlisted, read, stat, stamp } = project;
  const former = [...changed].flatMap(([path, text]) => (text !== null && isListed(path) ? [path] : []));
  const unlessChanged = <T>(ask: (path: string) => T | null) => (path: string): T | null => (changed.has(path) ? null : ask(path));
  return {
    paths: [...new Set([...paths.filter((path) => changed.get(path) !== null), ...former])].sort(),
    unlisted,
    read: (path) => {
      const text = changed.get(path);
      return text === undefined ? read(path) : text === null ? [null, "it did not exist"] : [text, ""];
    },
    ...(stat ? { stat: unlessChanged(stat) } : {}),
    ...(stamp ? { stamp: unlessChanged(stamp) } : {}),
  };
}
