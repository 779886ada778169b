import { type Disk, type Found, parents } from "./disk.ts";

/** Something that lies where a file or folder must be, and that keybeam neither follows nor replaces. */
export interface Obstacle {
  readonly path: string;
  /** As in "src is a symbolic link". */
  readonly what: string;
}

const names: Readonly<Record<Found["kind"], string>> = {
  file: "a file where a folder is needed",
  folder: "a folder where a file is needed",
  link: "a symbolic link",
  other: "no regular file",
};

/** What stands in the way of writing a file: its parents must be folders or missing, and itself a file or missing. */
export function obstacleOn(disk: Disk, path: string): Obstacle | null {
  for (const folder of parents(path)) {
    const found = disk.look(folder);
    if (found === null) return null;
    if (found.kind !== "folder") return { path: folder, what: names[found.kind] };
  }
  const found = disk.look(path);
  return found === null || found.kind === "file" ? null : { path, what: names[found.kind] };
}
