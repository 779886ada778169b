import type { Edge } from "../graph.ts";
import type { Resolve } from "../resolve/index.ts";

const ENDING = /(?:\.d)?\.(?:[cm]?[jt]s|[jt]sx)$/;
const COMPILED: Readonly<Record<string, string>> = { ".ts": ".js", ".tsx": ".js", ".mts": ".mjs", ".cts": ".cjs" };

/**
 * How an import would name another file, in the style in which it names its own: relative or by the same alias, with the ending or
 * without. Null where no way of writing it leads there.
 */
export function specifierFor({ from, fact, to }: Edge, path: string, folder: string, resolve: Resolve): string | null {
  const { specifier } = fact;
  if (specifier === null || to === null) return null;
  const home = folder === "" ? from.path.split("/").at(-1) : `${folder}/${from.path.split("/").at(-1)}`;
  const leadsThere = (written: string): boolean => {
    const target = resolve(home ?? "")({ ...fact, specifier: written });
    return target.kind === "file" && target.path === path;
  };
  const candidates = specifier.startsWith(".") ? [relative(folder, styled(path, specifier, to.path))] : aliased(specifier, to.path, path);
  return candidates.find(leadsThere) ?? null;
}

/** `a/b` seen from `a/c` is `../b`. */
function relative(folder: string, path: string): string {
  const [here, there] = [folder === "" ? [] : folder.split("/"), path.split("/")];
  let same = 0;
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same++;
  const way = [...here.slice(same).map(() => ".."), ...there.slice(same)].join("/");
  return way.startsWith("..") ? way : `./${way}`;
}

/** A path with the kind of ending that the specifier has. */
function styled(path: string, specifier: string, was: string): string {
  const ending = ENDING.exec(path)?.[0] ?? "";
  const written = ENDING.exec(specifier)?.[0] ?? null;
  if (written === null) return isFolder(specifier, was) ? path.slice(0, -ending.length).replace(/\/index$/, "") : path.slice(0, path.length - ending.length);
  const asCompiled = written !== ENDING.exec(was)?.[0];
  return asCompiled ? path.slice(0, path.length - ending.length) + (COMPILED[ending] ?? ending) : path;
}

/** Whether an index file is named by its folder; also where it is not known, since that is how it is done. */
function isFolder(specifier: string, was: string): boolean {
  return !/\/index\.[^/]+$/.test(was) || !/(?:^|\/)index$/.test(specifier);
}

/** The same alias, or package, for another file: what stands before the part that is the old path. */
function aliased(specifier: string, was: string, path: string): readonly string[] {
  const old = bare(was).split("/");
  const parts = specifier.replace(ENDING, "").split("/");
  let same = 0;
  while (same < old.length && same < parts.length && old.at(-1 - same) === parts.at(-1 - same)) same++;
  const alias = parts.slice(0, parts.length - same).join("/");
  const root = old.slice(0, old.length - same).join("/");
  const inside = path.startsWith(`${root}/`) || root === "" ? path.slice(root === "" ? 0 : root.length + 1) : null;
  if (inside === null || same === 0) return [];
  const rest = styled(inside, specifier, was);
  return [`${alias === "" ? "" : `${alias}/`}${rest}`];
}

function bare(path: string): string {
  return path.replace(ENDING, "");
}

