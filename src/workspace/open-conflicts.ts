import type { Disk } from "./disk.ts";
import { conflictsFolder } from "./paths.ts";

/** The files of which another text waits under `.keybeam/conflicts/` for somebody to look at, sorted. Links are not followed. */
export const openConflicts = (disk: Disk): readonly string[] => below(disk, conflictsFolder).map((path) => path.slice(conflictsFolder.length + 1)).sort();

function below(disk: Disk, path: string): readonly string[] {
  const kind = disk.look(path)?.kind;
  if (kind !== "folder") return kind === "file" ? [path] : [];
  return disk.list(path).flatMap((name) => below(disk, `${path}/${name}`));
}
