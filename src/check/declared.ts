import { isObject, type JsonObject, readJsonObject } from "./json.ts";
import type { Project } from "./project.ts";
import { folderOf } from "./resolve/paths.ts";

/** The packages that one package.json declares. */
export interface Declared {
  /** The package.json's path. */
  readonly path: string;
  /** Its own name, by which it may import itself. */
  readonly name: string;
  /** What is installed with it: dependencies, peers and optional ones. */
  readonly production: ReadonlySet<string>;
  readonly development: ReadonlySet<string>;
}

export type DeclaredFor = (path: string) => Declared | null;

/**
 * For a file, what the nearest package.json declares that is one of a package, not a mere `{ "type": "module" }`, and with it what those above
 * it declare: the root of workspaces declares for all of them.
 */
export function declarations({ paths, read }: Project): DeclaredFor {
  const files = new Set(paths.filter((path) => path === "package.json" || path.endsWith("/package.json")));
  const byFolder = new Map<string, Declared | null>();
  const at = (folder: string): Declared | null => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const path = folder === "" ? "package.json" : `${folder}/package.json`;
    const above = folder === "" ? null : at(folderOf(folder));
    const manifest = files.has(path) ? readJsonObject(read(path)[0] ?? "") : null;
    const found = manifest !== null && isPackage(manifest) ? declared(path, manifest, above) : above;
    byFolder.set(folder, found);
    return found;
  };
  return (path) => at(folderOf(path));
}

function isPackage(manifest: JsonObject): boolean {
  return ["name", "dependencies", "devDependencies", "peerDependencies"].some((key) => manifest[key] !== undefined);
}

function declared(path: string, manifest: JsonObject, above: Declared | null): Declared {
  const names = (key: string): readonly string[] => (isObject(manifest[key]) ? Object.keys(manifest[key]) : []);
  return {
    path,
    name: typeof manifest.name === "string" ? manifest.name : "",
    production: new Set([...names("dependencies"), ...names("peerDependencies"), ...names("optionalDependencies"), ...(above?.production ?? [])]),
    development: new Set([...names("devDependencies"), ...(above?.development ?? [])]),
  };
}
