import { isObject, type JsonObject, strings } from "../json.ts";
import { folderOf, join } from "./paths.ts";
import { type Pattern, pattern } from "./pattern.ts";

/** How a tsconfig.json changes what a bare name means. Folders and targets are paths from the project's folder. */
export interface Aliases {
  readonly paths: readonly Pattern<readonly string[]>[];
  readonly baseUrl: string | null;
  /** Folders that count as one: what is not beside a file may lie at the same place in another of them. */
  readonly rootDirs: readonly string[];
  /** `moduleSuffixes`: what may stand before a file's ending, in order of preference; empty where there are none. */
  readonly suffixes: readonly string[];
}

export const noAliases: Aliases = { paths: [], baseUrl: null, rootDirs: [], suffixes: [] };

const DEEPEST_EXTENDS = 16;
const MOST_PATHS = 10_000;
const MOST_REFERENCES = 16;
const MOST_SUFFIXES = 16;

/** Reads a tsconfig and what it extends within the project; what lies outside, or in a package, says nothing here. */
export function readAliases(path: string, read: (path: string) => JsonObject | null, depth = 0): Aliases {
  const config = read(path);
  if (config === null || depth > DEEPEST_EXTENDS) return noAliases;
  const folder = folderOf(path);
  let inherited = referenced(config, folder, read, depth);
  for (const parent of strings(config.extends)) {
    if (!parent.startsWith(".")) continue;
    const from = extended(folder, parent, read);
    if (from !== null) inherited = merge(inherited, readAliases(from, read, depth + 1));
  }
  return merge(inherited, ownAliases(config, folder, inherited.baseUrl));
}

/** A tsconfig that only refers to others beside it, as `tsconfig.app.json`, means what they say. */
function referenced(
  config: JsonObject,
  folder: string,
  read: (path: string) => JsonObject | null,
  depth: number,
): Aliases {
  const references = Array.isArray(config.references) ? config.references.slice(0, MOST_REFERENCES) : [];
  const paths = references.flatMap((one) => (isObject(one) ? strings(one.path) : []));
  const beside = paths.flatMap((path) => (path.endsWith(".json") ? (join(folder, path) ?? []) : []));
  return beside
    .filter((path) => folderOf(path) === folder)
    .reduce((base, path) => merge(readAliases(path, read, depth + 1), base), noAliases);
}

function extended(folder: string, parent: string, read: (path: string) => JsonObject | null): string | null {
  const path = join(folder, parent);
  if (path === null) return null;
  return [path, `${path}.json`, `${path}/tsconfig.json`].find((one) => read(one) !== null) ?? null;
}

function merge(base: Aliases, over: Aliases): Aliases {
  return {
    paths: over.paths.length > 0 ? over.paths : base.paths,
    baseUrl: over.baseUrl ?? base.baseUrl,
    rootDirs: over.rootDirs.length > 0 ? over.rootDirs : base.rootDirs,
    suffixes: over.suffixes.length > 0 ? over.suffixes : base.suffixes,
  };
}

function ownAliases(config: JsonObject, folder: string, inheritedBase: string | null): Aliases {
  const options = isObject(config.compilerOptions) ? config.compilerOptions : {};
  const baseUrl =
    typeof options.baseUrl === "string" && !options.baseUrl.startsWith("/") ? join(folder, options.baseUrl) : null;
  const from = baseUrl ?? inheritedBase ?? folder;
  const entries = isObject(options.paths) ? Object.entries(options.paths).slice(0, MOST_PATHS) : [];
  const paths = entries.map(([key, value]) =>
    pattern(
      key,
      strings(value).flatMap((target) => join(from, target) ?? []),
    ),
  );
  const rootDirs = strings(options.rootDirs).flatMap((dir) => join(folder, dir) ?? []);
  return { paths, baseUrl, rootDirs, suffixes: strings(options.moduleSuffixes).slice(0, MOST_SUFFIXES) };
}
