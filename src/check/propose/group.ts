import { folderOf } from "../resolve/paths.ts";

/** Files that look like one layer. */
export interface Group {
  /** As the folder is called; made a layer's name by whoever writes it down. */
  readonly name: string;
  readonly globs: readonly string[];
  /** Sorted. */
  readonly files: readonly string[];
}

/**
 * Groups files by where they lie: by workspace where a repository has several, else by the folders of `src` and those beside it. A folder of features that
 * are cut alike, as `modules/<name>/domain`, gives a group for each cut. More special groups come first.
 */
export function groupsOf(files: readonly string[], manifests: readonly string[]): readonly Group[] {
  const workspaces = workspacesIn(files, manifests);
  const inWorkspace = (path: string): string | undefined => workspaces.find((folder) => path.startsWith(`${folder}/`));
  const folders = groupBy(files, (path) => inWorkspace(path) ?? topFolder(path));
  return [...folders]
    .sort(([a], [b]) => depth(b) - depth(a) || (a < b ? -1 : 1))
    .flatMap(([folder, within]) => (workspaces.includes(folder) ? [whole(folder, within)] : groupsIn(folder, within)));
}

/** Folders with a package.json of their own and with code, if there are several. */
function workspacesIn(files: readonly string[], manifests: readonly string[]): readonly string[] {
  const folders = manifests.map(folderOf).filter((folder) => folder !== "" && files.some((path) => path.startsWith(`${folder}/`)));
  const outer = folders.filter((folder) => !folders.some((other) => folder.startsWith(`${other}/`)));
  return outer.length > 1 ? outer.sort() : [];
}

/** `src/api/x/y.ts` → `src/api`, `src/main.ts` → `src`, `lib/x/y.ts` → `lib`, `main.ts` → the empty path. */
function topFolder(path: string): string {
  const parts = path.split("/").slice(0, -1);
  return parts.slice(0, parts[0] === "src" ? 2 : 1).join("/");
}

function groupsIn(folder: string, files: readonly string[]): readonly Group[] {
  if (folder === "") return [{ name: "root", globs: files.map(escaped), files }];
  if (folder === "src") return [{ name: "src", globs: ["src/*"], files }];
  const cuts = cutsOf(folder, files);
  const rest = files.filter((path) => !cuts.some((cut) => cut.files.includes(path)));
  return rest.length === 0 ? cuts : [...cuts, whole(folder, rest)];
}

/** Names of folders that several features share, where they hold half of the files or more. */
function cutsOf(folder: string, files: readonly string[]): readonly Group[] {
  const cutAt = (path: string): readonly string[] => path.slice(folder.length + 1).split("/");
  const named = groupBy(files.filter((path) => cutAt(path).length > 2), (path) => cutAt(path)[1] ?? "");
  const shared = [...named].filter(([, within]) => new Set(within.map((path) => cutAt(path)[0])).size > 1);
  const held = shared.reduce((sum, [, within]) => sum + within.length, 0);
  if (shared.length < 2 || held * 2 < files.length) return [];
  return shared.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, within]) => ({ name, globs: [`${escaped(folder)}/*/${escaped(name)}/**`], files: within }));
}

function whole(folder: string, files: readonly string[]): Group {
  return { name: folder.split("/").at(-1) ?? folder, globs: [`${escaped(folder)}/**`], files };
}

const depth = (folder: string): number => (folder === "" ? 0 : folder.split("/").length);

/** A folder's name may hold what a glob takes for a sign of its own, as `[id]`. */
const escaped = (path: string): string => path.replace(/[\\*?[\]{}()!+@|]/g, "\\$&");

function groupBy(files: readonly string[], keyOf: (path: string) => string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const path of files) {
    const key = keyOf(path);
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return groups;
}
