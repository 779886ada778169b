import { dirname } from "node:path/posix";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type Disk, parents } from "./disk.ts";
import { fileFault, hintOn } from "./fault.ts";

/** A fault for each folder that these paths need and that nothing can be made in. Found before a run begins, it costs nothing; in the middle of one it would be half done. */
export function closedFolders(disk: Disk, paths: readonly string[]): readonly Diagnostic[] {
  const folders = new Set([...new Set(paths.map((path) => dirname(path)))].map((folder) => nearest(disk, folder)));
  return [...folders].sort().flatMap((folder) => {
    const code = disk.closedBy(folder);
    return code === null ? [] : [fileFault("file-system", folder, `The system refuses to write in ${folder} (${code}); nothing was written.`, hintOn(code))];
  });
}

/** The folder itself, or the innermost one above it that is there. */
const nearest = (disk: Disk, folder: string): string => [...parents(`${folder}/x`)].reverse().find((one) => disk.look(one) !== null) ?? ".";
