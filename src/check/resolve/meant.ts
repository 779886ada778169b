import { isObject, type JsonObject } from "../json.ts";
import { foldersUp, join } from "./paths.ts";
import { match } from "./pattern.ts";
import type { Aliases } from "./tsconfig.ts";

/** Modules that a framework or a bundler's plugin makes up as it builds: no file is meant, and no package, for npm lets none be called so. */
const MADE_UP = /^(?:~icons\/|\$app\/|\$env\/|\$service-worker$)|(?:^|\/)\$types(?:\.js)?$/;

export function isMadeUp(specifier: string): boolean {
  return MADE_UP.test(specifier);
}

/** Whether no package can be called so. */
export function isNoPackage(specifier: string): boolean {
  return /^(?:@\/|[~$])/.test(specifier);
}

interface Files {
  readonly json: (path: string) => JsonObject | null;
  readonly hasFolder: (path: string) => boolean;
}

/**
 * Whether a name that led to no file means one all the same: `paths` or `baseUrl` lead it into the project, as to code that is yet to be
 * generated, and no package.json of the file's folder or above declares a package of that name.
 */
export function meansFile(specifier: string, name: string, folder: string, { paths, baseUrl }: Aliases, { json, hasFolder }: Files): boolean {
  const aliased = match(paths.filter(({ prefix, suffix }) => suffix === null || prefix !== ""), specifier);
  const isAliased = aliased?.value.some((path) => !path.includes("node_modules")) === true;
  const based = baseUrl === null ? null : join(baseUrl, specifier.split("/")[0] ?? "");
  if (!isAliased && !(based !== null && specifier.includes("/") && hasFolder(based))) return false;
  return !foldersUp(folder).some((one) => declares(json(one === "" ? "package.json" : `${one}/package.json`), name));
}

const KINDS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

function declares(manifest: JsonObject | null, name: string): boolean {
  return KINDS.some((kind) => {
    const declared = manifest?.[kind];
    return isObject(declared) && (declared[name] !== undefined || declared[`@types/${name}`] !== undefined);
  });
}

/** Tells the folders that these files lie in; they are listed where one is asked for. */
export function foldersOf(files: ReadonlySet<string>): (path: string) => boolean {
  let known: Set<string> | null = null;
  return (path) => {
    if (known === null) {
      known = new Set();
      for (const file of files) for (let at = file.lastIndexOf("/"); at > 0 && !known.has(file.slice(0, at)); at = file.lastIndexOf("/", at - 1)) known.add(file.slice(0, at));
    }
    return known.has(path);
  };
}
