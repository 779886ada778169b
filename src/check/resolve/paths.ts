/** The folder of a POSIX path; empty for a file of the project's own folder. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Joins and normalises; null where the result lies outside the project's folder. */
export function join(folder: string, relative: string): string | null {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/** The folder itself and those above it, up to the project's own, which is the empty path. */
export function foldersUp(folder: string): string[] {
  const all = [folder];
  for (let at = folder; at !== ""; ) {
    at = folderOf(at);
    all.push(at);
  }
  return all;
}
