import { isObject, type JsonObject } from "../json.ts";
import { match, pattern } from "./pattern.ts";

const CONDITIONS = new Set(["types", "import", "node", "require", "development", "source", "default"]);

/**
 * What `key` (`.`, `./sub` or `#name`) means in a package's `exports` or `imports`: paths from the package's folder, or
 * names of packages, the first that exists to be taken. Empty where it says nothing.
 */
export function lookUp(map: unknown, key: string): readonly string[] {
  const isTable = isObject(map) && Object.keys(map).some((one) => one.startsWith(".") || one.startsWith("#"));
  if (!isTable) return key === "." ? targets(map, "") : [];
  const found = match(
    Object.entries(map).map(([name, value]) => pattern(name, value)),
    key,
  );
  return found ? targets(found.value, found.star) : [];
}

const DEEPEST = 8;

function targets(value: unknown, star: string, depth = 0): readonly string[] {
  if (depth > DEEPEST) return [];
  if (typeof value === "string") return [value.replaceAll("*", star)];
  if (Array.isArray(value)) return value.flatMap((one) => targets(one, star, depth + 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([condition, one]) =>
    CONDITIONS.has(condition) ? targets(one, star, depth + 1) : [],
  );
}

/** The files that the package itself means, without a path behind its name. */
export function mainFiles(manifest: JsonObject): readonly string[] {
  const named = [manifest.source, manifest.types, manifest.module, manifest.main].filter(
    (one) => typeof one === "string",
  );
  return [...named, "index", "src/index"];
}

const BUILT = /^(?:\.\/)?(?:dist|build|lib|out)\/(?:(?:esm|cjs|types|module)\/)?/;

/** Where the source of a built file most likely lies, for packages that are not built yet: `dist/a.d.ts` is `src/a`. */
export function sourceOf(target: string): readonly string[] {
  return BUILT.test(target) ? [target.replace(BUILT, "./src/").replace(/\.d\.([cm]?)ts$/, ".$1js")] : [];
}

/** `@scope/name/sub/path` → name and the path behind it, which is empty or begins with a slash. */
export function splitName(specifier: string): { readonly name: string; readonly rest: string } {
  const slash = specifier.indexOf("/", specifier.startsWith("@") ? specifier.indexOf("/") + 1 : 0);
  return slash < 0 ? { name: specifier, rest: "" } : { name: specifier.slice(0, slash), rest: specifier.slice(slash) };
}
