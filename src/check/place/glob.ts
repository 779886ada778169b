import picomatch from "picomatch";

/** Whether a path fits one of the globs; a glob without a slash is about the file's name, and `dir/` means all within. */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  const [first, ...rest] = globs.map((glob) => oneMatcher(normal(glob)));
  if (first === undefined) return () => false;
  return rest.length === 0 ? first : (path) => first(path) || rest.some((fits) => fits(path));
}

/** Most globs are a folder and all within, which needs no pattern. */
function oneMatcher(glob: string): (path: string) => boolean {
  const folder = PLAIN_FOLDER.exec(glob)?.[1];
  return folder === undefined ? picomatch(glob, { dot: true }) : (path) => path.startsWith(folder);
}

const PLAIN_FOLDER = /^((?:[\w@-][\w@.-]*\/)+)\*\*$/;

function normal(glob: string): string {
  const bare = glob.replace(/^\.\//, "");
  if (bare.endsWith("/")) return `${bare}**`;
  return bare.includes("/") ? bare : `**/${bare}`;
}
