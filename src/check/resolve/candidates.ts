import { join } from "./paths.ts";

const ENDINGS = [".ts", ".tsx", ".d.ts", ".mts", ".d.mts", ".cts", ".d.cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];
/** What TypeScript writes as the one and keeps as the other. */
const SOURCES: ReadonlyMap<string, readonly string[]> = new Map([
  [".js", [".ts", ".tsx", ".d.ts"]],
  [".jsx", [".tsx", ".d.ts"]],
  [".mjs", [".mts", ".d.mts"]],
  [".cjs", [".cts", ".d.cts"]],
]);

/** The file that a path without guarantee of an ending means, in TypeScript's order; null where there is none. */
export function findFile(path: string, files: ReadonlySet<string>): string | null {
  const source = findSource(path, files);
  if (source !== null) return source;
  if (files.has(path)) return path;
  for (const ending of ENDINGS) if (files.has(path + ending)) return path + ending;
  const index = join(path, "index") ?? "index";
  for (const ending of ENDINGS) if (files.has(index + ending)) return index + ending;
  const query = path.indexOf("?");
  return query > 0 ? findFile(path.slice(0, query), files) : null;
}

/** The same, with what may stand before the ending: `a.native.ts` for `a`, where `.native` is one of the suffixes. */
export function findSuffixed(path: string, files: ReadonlySet<string>, suffixes: readonly string[]): string | null {
  if (suffixes.length === 0) return findFile(path, files);
  for (const suffix of suffixes) {
    const found = findFile(withSuffix(path, suffix), files) ?? findFile(`${path}/index${suffix}`, files);
    if (found !== null) return found;
  }
  return null;
}

function withSuffix(path: string, suffix: string): string {
  const ending = /(?:\.d)?\.(?:[cm]?[jt]s|[jt]sx|json)$/.exec(path)?.[0] ?? "";
  return path.slice(0, path.length - ending.length) + suffix + ending;
}

function findSource(path: string, files: ReadonlySet<string>): string | null {
  const dot = path.lastIndexOf(".");
  const sources = dot < 0 ? undefined : SOURCES.get(path.slice(dot));
  for (const ending of sources ?? []) {
    const source = path.slice(0, dot) + ending;
    if (files.has(source)) return source;
  }
  return null;
}
