import { isObject, type JsonObject, strings } from "../json.ts";
import { splitName } from "./manifest.ts";
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
  /** `customConditions`: what counts in a package's `exports` and `imports` besides the usual conditions. */
  readonly conditions: readonly string[];
}

export const noAliases: Aliases = { paths: [], baseUrl: null, rootDirs: [], suffixes: [], conditions: [] };

/** The files that a tsconfig may lead to. */
export interface Configs {
  readonly json: (path: string) => JsonObject | null;
  /** Packages that are folders of the project, by name: a tsconfig may extend one of theirs. */
  readonly workspaces: ReadonlyMap<string, string>;
}

/** How many tsconfigs are read for one, however they extend and refer to one another. */
const MOST_CONFIGS = 64;
const MOST_PATHS = 10_000;
const MOST_REFERENCES = 16;
const MOST_SUFFIXES = 16;

/**
 * Reads a tsconfig and what it extends within the project; what lies outside, or in a package of another's, says nothing here. `home`
 * is the folder that `${configDir}` stands for: that of the tsconfig which extends all others.
 */
export function readAliases(path: string, configs: Configs, home = folderOf(path), budget = { left: MOST_CONFIGS }): Aliases {
  const config = budget.left-- > 0 ? configs.json(path) : null;
  if (config === null) return noAliases;
  const folder = folderOf(path);
  let inherited = referenced(config, folder, configs, budget);
  for (const parent of strings(config.extends)) {
    const from = extended(folder, parent, configs);
    if (from === null) inherited = merge(inherited, ownAliases(generated(parent), folder, home, null));
    else inherited = merge(inherited, readAliases(from, configs, home, budget));
  }
  return merge(inherited, ownAliases(config, folder, home, inherited.baseUrl));
}

/** A tsconfig that only refers to others beside it, as `tsconfig.app.json`, means what they say. */
function referenced(config: JsonObject, folder: string, configs: Configs, budget: { left: number }): Aliases {
  const references = Array.isArray(config.references) ? config.references.slice(0, MOST_REFERENCES) : [];
  const paths = references.flatMap((one) => (isObject(one) ? strings(one.path) : []));
  const beside = paths.flatMap((path) => (path.endsWith(".json") ? (join(folder, path) ?? []) : []));
  return beside
    .filter((path) => folderOf(path) === folder)
    .reduce((base, path) => merge(readAliases(path, configs, folder, budget), base), noAliases);
}

function extended(folder: string, parent: string, { json, workspaces }: Configs): string | null {
  const { name, rest } = splitName(parent);
  const home = workspaces.get(name);
  const path = /^\.\.?(?:\/|$)/.test(parent) ? join(folder, parent) : home === undefined ? null : join(home, `.${rest}`);
  if (path === null) return null;
  return [path, `${path}.json`, `${path}/tsconfig.json`].find((one) => json(one) !== null) ?? null;
}

/** What SvelteKit writes, which nobody commits, says of names: where the project's own code is by default. */
function generated(parent: string): JsonObject {
  return parent.endsWith(".svelte-kit/tsconfig.json") ? { compilerOptions: { paths: { $lib: ["./src/lib"], "$lib/*": ["./src/lib/*"] } } } : {};
}

function merge(base: Aliases, over: Aliases): Aliases {
  return {
    paths: over.paths.length > 0 ? over.paths : base.paths,
    baseUrl: over.baseUrl ?? base.baseUrl,
    rootDirs: over.rootDirs.length > 0 ? over.rootDirs : base.rootDirs,
    suffixes: over.suffixes.length > 0 ? over.suffixes : base.suffixes,
    conditions: over.conditions.length > 0 ? over.conditions : base.conditions,
  };
}

function ownAliases(config: JsonObject, folder: string, home: string, inheritedBase: string | null): Aliases {
  const options = isObject(config.compilerOptions) ? config.compilerOptions : {};
  const baseUrl = typeof options.baseUrl === "string" ? place(folder, home, options.baseUrl) : null;
  const from = baseUrl ?? inheritedBase ?? folder;
  const entries = isObject(options.paths) ? Object.entries(options.paths).slice(0, MOST_PATHS) : [];
  return {
    paths: entries.map(([key, value]) => pattern(key, strings(value).flatMap((target) => place(from, home, target) ?? []))),
    baseUrl,
    rootDirs: strings(options.rootDirs).flatMap((dir) => place(folder, home, dir) ?? []),
    suffixes: strings(options.moduleSuffixes).slice(0, MOST_SUFFIXES),
    conditions: strings(options.customConditions),
  };
}

const CONFIG_DIR = /^\$\{configDir\}\/?/i;

/** A path of a tsconfig from the project's folder; null where it lies outside. */
function place(folder: string, home: string, path: string): string | null {
  if (path.startsWith("/")) return null;
  return CONFIG_DIR.test(path) ? join(home, path.replace(CONFIG_DIR, "")) : join(folder, path);
}
