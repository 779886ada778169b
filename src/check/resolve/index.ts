import { builtinModules } from "node:module";
import type { ImportFact } from "../extract/fact.ts";
import { findFile, findSuffixed } from "./candidates.ts";
import { type JsonObject, readJsonObject } from "../json.ts";
import { lookUp, mainFiles, namedFiles, sourceOf, splitName } from "./manifest.ts";
import { foldersOf, isMadeUp, isNoPackage, meansFile } from "./meant.ts";
import { foldersUp, folderOf, join } from "./paths.ts";
import { match } from "./pattern.ts";
import type { Target } from "./target.ts";
import { type Aliases, noAliases, readAliases } from "./tsconfig.ts";
import { workspacesOf } from "./workspaces.ts";

/** Where the imports of a file lead. */
export type Resolve = (from: string) => (fact: ImportFact) => Target;

interface World {
  readonly files: ReadonlySet<string>;
  readonly json: (path: string) => JsonObject | null;
  readonly hasFolder: (path: string) => boolean;
  /** Packages that are folders of the project, by name. */
  readonly workspaces: ReadonlyMap<string, string>;
}

const BUILTINS = new Set(builtinModules);

/**
 * Resolves as TypeScript and Node do, against the listed files alone. `read` gives a file's text and is asked for
 * `package.json`, `pnpm-workspace.yaml` and tsconfigs only.
 */
export function resolver(files: ReadonlySet<string>, read: (path: string) => string | null): Resolve {
  const json = remember((path) => (files.has(path) ? readJsonObject(read(path) ?? "") : null));
  const world: World = { files, json, hasFolder: foldersOf(files), workspaces: workspacesOf({ files, json, read }) };
  const aliases: (folder: string) => Aliases = remember((folder) => ownAliases(folder, world) ?? (folder === "" ? noAliases : aliases(folderOf(folder))));
  const inFolder = remember((folder) => {
    const here = aliases(folder);
    return remember((named) => (isRelative(named) ? resolveRelative(folder, named, here, world) : resolveBare(named, folder, here, world)));
  });
  return (from) => {
    const here = inFolder(folderOf(from));
    return ({ specifier, form }) => {
      if (specifier === null || (form === "module" && specifier.includes("*"))) return { kind: "none" };
      return here(isPlainPath(form, specifier) ? `./${specifier}` : specifier);
    };
  };
}

function isRelative(name: string): boolean {
  return name.startsWith("./") || name.startsWith("../") || name === "." || name === "..";
}

/** Whether `x` means `./x`: in the path of a triple-slash line, and in an address against that of the file itself. */
function isPlainPath(form: ImportFact["form"], specifier: string): boolean {
  if ((form !== "reference" && form !== "url") || specifier.startsWith(".") || specifier.startsWith("/")) return false;
  return form === "reference" ? /\.[cm]?ts$/.test(specifier) : !/^[a-z][a-z+.-]*:/i.test(specifier);
}

function resolveRelative(folder: string, specifier: string, { rootDirs, suffixes }: Aliases, world: World): Target {
  const { files } = world;
  const path = join(folder, specifier);
  if (path === null) return { kind: "unresolved", reason: "it leads out of the project's folder" };
  const direct = findSuffixed(path, files, suffixes);
  const isIndex = direct === null || direct.startsWith(inside(path, "index"));
  const found = (isIndex ? findMain(path, world) : null) ?? direct ?? findInRoots(path, rootDirs, files);
  if (found !== null) return { kind: "file", path: found };
  return isMadeUp(specifier) ? { kind: "none" } : { kind: "unresolved", reason: "there is no such file" };
}

/** What the package.json of a folder says that is imported by its path. */
function findMain(folder: string, { files, json }: World): string | null {
  const manifest = json(inside(folder, "package.json"));
  for (const target of manifest === null ? [] : namedFiles(manifest)) {
    const path = join(folder, target);
    const found = path === null ? null : findFile(path, files);
    if (found !== null) return found;
  }
  return null;
}

/** The same place in another of the folders that count as one. */
function findInRoots(path: string, roots: readonly string[], files: ReadonlySet<string>): string | null {
  const home = roots.filter((root) => isWithin(path, root)).sort((a, b) => b.length - a.length)[0];
  if (home === undefined) return null;
  for (const root of roots) {
    const found = findFile(inside(root, home === "" ? path : path.slice(home.length + 1)), files);
    if (found !== null) return found;
  }
  return null;
}

function isWithin(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

function resolveBare(specifier: string, folder: string, aliases: Aliases, world: World): Target {
  if (specifier.startsWith("/")) return { kind: "unresolved", reason: "it is a path of one machine" };
  const aliased = findAliased(specifier, aliases, world);
  if (aliased !== null) return aliased;
  if (specifier.startsWith("#")) return resolvePrivate(specifier, folder, aliases, world);
  const builtin = specifier.startsWith("node:") ? specifier.slice(5) : specifier;
  if (builtin !== specifier || BUILTINS.has(builtin)) return { kind: "builtin", name: builtin };
  const { name, rest } = splitName(specifier);
  const home = world.workspaces.get(name) ?? ownName(folder, name, world);
  const own = home === undefined ? null : resolveInside(home, rest, aliases, world);
  if (own?.kind === "file" && home !== homeOf(folder, world)) return { ...own, linked: name };
  if (own !== null) return own;
  if (isMadeUp(specifier)) return { kind: "none" };
  if (isNoPackage(specifier)) return { kind: "unresolved", reason: "no package is called so, and no `paths` of a tsconfig lead to a file of the project" };
  const isFile = meansFile(specifier, name, folder, aliases, world);
  return isFile ? { kind: "unresolved", reason: "the tsconfig leads it into the project, where there is no such file, and no package.json declares such a package" } : { kind: "package", name };
}

function findAliased(specifier: string, { paths, baseUrl, suffixes }: Aliases, { files }: World): Target | null {
  const found = match(paths, specifier);
  for (const target of found?.value ?? []) {
    const plain = join("", target.replace("*", () => found?.star ?? ""));
    const path = plain === null ? null : findSuffixed(plain, files, suffixes);
    if (path !== null) return { kind: "file", path };
  }
  const fromBase = baseUrl === null ? null : join(baseUrl, specifier);
  const path = fromBase === null ? null : findSuffixed(fromBase, files, suffixes);
  return path === null ? null : { kind: "file", path };
}

/** `#name`, by the `imports` of the nearest package.json. */
function resolvePrivate(specifier: string, folder: string, aliases: Aliases, world: World): Target {
  const home = homeOf(folder, world);
  const wanted = lookUp(world.json(inside(home, "package.json"))?.imports, specifier, aliases.conditions);
  for (const target of wanted) {
    if (target.startsWith("#")) continue;
    if (!target.startsWith(".")) return resolveBare(target, folder, aliases, world);
    const found = resolveRelative(home, target, noAliases, world);
    if (found.kind === "file") return found;
  }
  return { kind: "unresolved", reason: "no `imports` in package.json leads to a file" };
}

/** The package that the file itself is of, by whose name it may import itself. */
function ownName(folder: string, name: string, world: World): string | undefined {
  const home = homeOf(folder, world);
  return world.json(inside(home, "package.json"))?.name === name ? home : undefined;
}

function homeOf(folder: string, { files }: World): string {
  return foldersUp(folder).find((one) => files.has(inside(one, "package.json"))) ?? "";
}

/** A package that lies in the project: by its `exports`, else its main file or the path as written. */
function resolveInside(home: string, rest: string, { conditions }: Aliases, world: World): Target | null {
  const manifest = world.json(inside(home, "package.json")) ?? {};
  const exported = lookUp(manifest.exports, `.${rest}`, conditions);
  // Where `exports` are not heeded, as by TypeScript's `node10`, what they do not name is imported by its path: an inside, and no package of others.
  const isHidden = manifest.exports !== undefined && exported.length === 0;
  const plain = rest === "" ? mainFiles(manifest) : [`.${rest}`, ...(isHidden ? [] : [`src${rest}`])];
  const named = [...exported, ...plain];
  for (const target of isHidden ? named : [...named, ...named.flatMap(sourceOf)]) {
    const path = join(home, target);
    const found = path === null ? null : findFile(path, world.files);
    if (found !== null) return { kind: "file", path: found };
  }
  return null;
}

/** Those of the tsconfig or jsconfig that lies in the folder itself. */
function ownAliases(folder: string, world: World): Aliases | null {
  const config = [inside(folder, "tsconfig.json"), inside(folder, "jsconfig.json")].find((path) => world.files.has(path));
  return config === undefined ? null : readAliases(config, world);
}

function inside(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function remember<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}
