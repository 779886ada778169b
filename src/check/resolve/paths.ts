/** The folder of a POSIX path; empty for a file of the project's own folder. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Joins and normalises; null where the result lies outside the project's folder. */
export function join(folder: string, relative: string): string | null {
  const plain = joinPlain(folder, relative);
  if (plain !== null) return plain;
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/** The same for `./x` and `../../x`, as most imports are written; null where there is more to it. */
function joinPlain(folder: string, relative: string): string | null {
  if (!relative.startsWith(".")) return null;
  let above = folder;
  let from = relative.startsWith("./") ? 2 : 0;
  for (; relative.startsWith("../", from); from += 3) {
    if (above === "") return null;
    above = folderOf(above);
  }
  const rest = relative.slice(from);
  const more = rest === "" || rest.startsWith(".") || rest.startsWith("/") || rest.endsWith("/") || rest.includes("/.") || rest.includes("//");
  return more ? null : above === "" ? rest : `${above}/${rest}`;
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
