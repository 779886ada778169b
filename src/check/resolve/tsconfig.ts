import { isObject, type JsonObject, strings } from "../json.ts";
import { folderOf, join } from "./paths.ts";
import { type Pattern, pattern } from "./pattern.ts";

/** How a tsconfig.json changes what a bare name means. Folders and targets are paths from the project's folder. */
export interface Aliases {
  readonly paths: readonly Pattern<readonly string[]>[];
  readonly baseUrl: string | null;
}

const DEEPEST_EXTENDS = 16;
const MOST_PATHS = 10_000;

/** Reads a tsconfig and what it extends within the project; what lies outside, or in a package, says nothing here. */
export function readAliases(path: string, read: (path: string) => JsonObject | null, depth = 0): Aliases {
  const config = read(path);
  if (config === null || depth > DEEPEST_EXTENDS) return { paths: [], baseUrl: null };
  const folder = folderOf(path);
  let inherited: Aliases = { paths: [], baseUrl: null };
  for (const parent of strings(config.extends)) {
    if (!parent.startsWith(".")) continue;
    const from = extended(folder, parent, read);
    if (from !== null) inherited = merge(inherited, readAliases(from, read, depth + 1));
  }
  return merge(inherited, ownAliases(config, folder, inherited.baseUrl));
}

function extended(folder: string, parent: string, read: (path: string) => JsonObject | null): string | null {
  const path = join(folder, parent);
  if (path === null) return null;
  return [path, `${path}.json`, `${path}/tsconfig.json`].find((one) => read(one) !== null) ?? null;
}

function merge(base: Aliases, over: Aliases): Aliases {
  return { paths: over.paths.length > 0 ? over.paths : base.paths, baseUrl: over.baseUrl ?? base.baseUrl };
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
  return { paths, baseUrl };
}
