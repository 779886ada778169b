import { isObject, type JsonObject } from "../json.ts";
import { match, pattern } from "./pattern.ts";

const CONDITIONS = new Set(["types", "import", "node", "require", "development", "source", "default"]);

/**
 * What `key` (`.`, `./sub` or `#name`) means in a package's `exports` or `imports`: paths from the package's folder, or
 * names of packages, the first that exists to be taken. Empty where it says nothing. `conditions` are those that a tsconfig adds.
 */
export function lookUp(map: unknown, key: string, conditions: readonly string[] = []): readonly string[] {
  const isTable = isObject(map) && Object.keys(map).some((one) => one.startsWith(".") || one.startsWith("#"));
  if (!isTable) return key === "." ? targets(map, "", conditions) : [];
  const found = match(
    Object.entries(map).map(([name, value]) => pattern(name, value)),
    key,
  );
  return found ? targets(found.value, found.star, conditions) : [];
}

const DEEPEST = 8;

function targets(value: unknown, star: string, conditions: readonly string[], depth = 0): readonly string[] {
  if (depth > DEEPEST) return [];
  if (typeof value === "string") return [value.replaceAll("*", star)];
  if (Array.isArray(value)) return value.flatMap((one) => targets(one, star, conditions, depth + 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([condition, one]) =>
    CONDITIONS.has(condition) || conditions.includes(condition) ? targets(one, star, conditions, depth + 1) : [],
  );
}

/** The files that the package itself means, without a path behind its name. */
export function mainFiles(manifest: JsonObject): readonly string[] {
  return [...namedFiles(manifest), "index", "src/index"];
}

export function namedFiles(manifest: JsonObject): readonly string[] {
  const { source, types, typings, module, main } = manifest;
  return [source, types, typings, module, main].filter((one) => typeof one === "string");
}

const BUILT = /^(?:\.\/)?(?:dist|build|lib|out)\/(?:(?:esm|cjs|types|module)\/)?/;

/**
 * Where the source of a built file most likely lies, for packages that are not built yet: `dist/a.d.ts` is `src/a`, and `client/a.js`
 * is `src/client/a`.
 */
export function sourceOf(target: string): readonly string[] {
  const source = target.replace(/\.d\.([cm]?)ts$/, ".$1js");
  return [...(BUILT.test(source) ? [source.replace(BUILT, "./src/")] : []), `src/${source.replace(/^\.\//, "")}`];
}

/** `@scope/name/sub/path` → name and the path behind it, which is empty or begins with a slash. */
export function splitName(specifier: string): { readonly name: string; readonly rest: string } {
  const slash = specifier.indexOf("/", specifier.startsWith("@") ? specifier.indexOf("/") + 1 : 0);
  return slash < 0 ? { name: specifier, rest: "" } : { name: specifier.slice(0, slash), rest: specifier.slice(slash) };
}
