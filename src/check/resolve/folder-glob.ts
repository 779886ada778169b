/**
 * Whether a folder fits one of the globs and none of those with a `!`. Linear, since a stranger wrote them: what a segment says with other
 * signs than `*` is taken for anything.
 */
export function isFolderGlob(globs: readonly string[]): (folder: string) => boolean {
  const chosen = globs.filter((glob) => !glob.startsWith("!")).map((glob) => glob.split("/"));
  const refused = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1).split("/"));
  return (folder) => {
    const parts = folder.split("/");
    return chosen.some((glob) => fits(glob, parts)) && !refused.some((glob) => fits(glob, parts));
  };
}

/** Of several `**` the first alone stands for many segments. */
function fits(glob: readonly string[], parts: readonly string[]): boolean {
  const deep = glob.indexOf("**");
  if (deep < 0) return glob.length === parts.length && fitEach(glob, parts);
  const tail = glob.slice(deep + 1);
  if (parts.length < deep + tail.length) return false;
  return fitEach(glob.slice(0, deep), parts) && fitEach(tail, tail.length === 0 ? [] : parts.slice(-tail.length));
}

function fitEach(glob: readonly string[], parts: readonly string[]): boolean {
  return glob.every((segment, at) => fitsSegment(segment, parts[at] ?? ""));
}

function fitsSegment(segment: string, part: string): boolean {
  if (segment === "*" || segment === "**" || /[{}[\]()?!+]/.test(segment)) return true;
  const star = segment.indexOf("*");
  if (star < 0) return part === segment;
  const tail = segment.slice(segment.lastIndexOf("*") + 1);
  return part.length >= star + tail.length && part.startsWith(segment.slice(0, star)) && part.endsWith(tail);
}
