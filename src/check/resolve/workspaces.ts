import { isObject, type JsonObject, strings } from "../json.ts";
import { isFolderGlob } from "./folder-glob.ts";
import { folderOf, join } from "./paths.ts";

const MOST_GLOBS = 1_000;

interface Sources {
  readonly files: ReadonlySet<string>;
  readonly json: (path: string) => JsonObject | null;
  readonly read: (path: string) => string | null;
}

/**
 * The packages that are folders of the project, by name: those that npm, pnpm or yarn would link, by `workspaces`, `pnpm-workspace.yaml` and
 * dependencies on a folder. Where nothing of the kind is said, every folder with a named package.json is one.
 */
export function workspacesOf({ files, json, read }: Sources): ReadonlyMap<string, string> {
  const manifests = [...files].filter((path) => isCalled(path, "package.json"));
  const lists = [...files].filter((path) => isCalled(path, "pnpm-workspace.yaml"));
  const globs = [
    ...manifests.flatMap((path) => below(path, strings(workspacesIn(json(path))))),
    ...lists.flatMap((path) => below(path, listedPackages(read(path) ?? ""))),
  ];
  const named = new Set(manifests.flatMap((path) => folderDependencies(folderOf(path), json(path))));
  const isWorkspace = isFolderGlob(globs.slice(0, MOST_GLOBS));
  const found = new Map<string, string>();
  for (const path of manifests) {
    const name = json(path)?.name;
    const folder = folderOf(path);
    if (typeof name !== "string" || found.has(name)) continue;
    if (globs.length === 0 || named.has(folder) || isWorkspace(folder)) found.set(name, folder);
  }
  return found;
}

function isCalled(path: string, name: string): boolean {
  return path === name || path.endsWith(`/${name}`);
}

/** A list, or yarn's `{ packages: [] }`. */
function workspacesIn(manifest: JsonObject | null): unknown {
  return isObject(manifest?.workspaces) ? manifest.workspaces.packages : manifest?.workspaces;
}

/** The list under `packages:`, which is all of a pnpm-workspace.yaml that says where packages lie. */
function listedPackages(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const start = lines.findIndex((line) => /^packages:\s*(?:#|$)/.test(line)) + 1;
  const end = lines.findIndex((line, at) => at >= start && /^[^\s#-]/.test(line));
  const list = start === 0 ? [] : lines.slice(start, end < 0 ? lines.length : end);
  return list.flatMap((line) => {
    const item = line.trimStart();
    return item.startsWith("-") ? [plainText(item.slice(1).trimStart())] : [];
  });
}

/** A scalar of YAML without its quotes, or without the comment behind it. */
function plainText(scalar: string): string {
  const quote = scalar.charAt(0);
  const quoted = quote === '"' || quote === "'";
  const end = quoted ? scalar.indexOf(quote, 1) : scalar.indexOf(" #");
  return scalar.slice(quoted ? 1 : 0, end < 0 ? scalar.length : end).trimEnd();
}

/** The globs of a file, from the project's folder, those that lead out of it left away. */
function below(path: string, globs: readonly string[]): readonly string[] {
  return globs.flatMap((glob) => {
    const not = glob.startsWith("!") ? "!" : "";
    const inside = join(folderOf(path), glob.slice(not.length));
    return inside === null ? [] : [`${not}${inside}`];
  });
}

function folderDependencies(folder: string, manifest: JsonObject | null): readonly string[] {
  const declared = [manifest?.dependencies, manifest?.devDependencies];
  const versions = declared.flatMap((one) => (isObject(one) ? Object.values(one) : []));
  return versions.flatMap((version) => {
    const path = typeof version === "string" ? /^(?:link|file|portal):(.*)$/.exec(version)?.[1] : undefined;
    return path === undefined ? [] : (join(folder, path) ?? []);
  });
}
