import { isObject, type JsonObject, readJsonObject } from "./json.ts";
import type { Project } from "./project.ts";
import { foldersUp, folderOf } from "./resolve/paths.ts";

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

/** For a file, what the nearest package.json declares that is one of a package, not a mere `{ "type": "module" }`. */
export function declarations({ paths, read }: Project): DeclaredFor {
  const files = new Set(paths.filter((path) => path === "package.json" || path.endsWith("/package.json")));
  const byFolder = new Map<string, Declared | null>();
  return (path) => {
    const folder = folderOf(path);
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const found = nearest(folder, files, (file) => readJsonObject(read(file)[0] ?? ""));
    byFolder.set(folder, found);
    return found;
  };
}

function nearest(
  folder: string,
  files: ReadonlySet<string>,
  read: (path: string) => JsonObject | null,
): Declared | null {
  for (const one of foldersUp(folder)) {
    const path = one === "" ? "package.json" : `${one}/package.json`;
    const manifest = files.has(path) ? read(path) : null;
    if (manifest !== null && isPackage(manifest)) return declared(path, manifest);
  }
  return null;
}

function isPackage(manifest: JsonObject): boolean {
  return ["name", "dependencies", "devDependencies", "peerDependencies"].some((key) => manifest[key] !== undefined);
}

function declared(path: string, manifest: JsonObject): Declared {
  const names = (key: string): readonly string[] => (isObject(manifest[key]) ? Object.keys(manifest[key]) : []);
  return {
    path,
    name: typeof manifest.name === "string" ? manifest.name : "",
    production: new Set([...names("dependencies"), ...names("peerDependencies"), ...names("optionalDependencies")]),
    development: new Set(names("devDependencies")),
  };
}
