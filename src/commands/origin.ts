import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isRecord, parseJson } from "./json.ts";
import { packageRoot, packageVersion } from "./package.ts";

/**
 * What a generated package.json says of keybeam: the exact version where keybeam came from the registry, else `file:` and the tarball or the
 * checkout that it came from. What a project says already is kept.
 */
export function keybeamDependency(projectFolder: string, own: string = packageRoot): string {
  return namedIn(projectFolder) ?? tarballOf(own) ?? (isCheckout(own) ? `file:${own}` : packageVersion());
}

/** The same for a project that takes this keybeam: one that names an exact version names this one now. */
export function upgradedDependency(projectFolder: string): string {
  const now = keybeamDependency(projectFolder);
  return /^\d+\.\d+\.\d+/.test(now) ? packageVersion() : now;
}

function namedIn(projectFolder: string): string | null {
  const manifest = readJson(join(projectFolder, "package.json"));
  const named = [manifest.devDependencies, manifest.dependencies].map((list) => (isRecord(list) ? list.keybeam : undefined));
  return named.find((value) => typeof value === "string") ?? null;
}

/** npm writes down where each package of a `node_modules` came from. */
function tarballOf(own: string): string | null {
  const modules = dirname(own);
  if (basename(modules) !== "node_modules") return null;
  const { packages } = readJson(join(modules, ".package-lock.json"));
  const entry = isRecord(packages) ? packages[`node_modules/${basename(own)}`] : undefined;
  const resolved = isRecord(entry) && typeof entry.resolved === "string" ? entry.resolved : "";
  return resolved.startsWith("file:") ? `file:${resolve(dirname(modules), resolved.slice("file:".length))}` : null;
}

const isCheckout = (own: string): boolean => basename(dirname(own)) !== "node_modules" && existsSync(join(own, "src"));

function readJson(path: string): Record<string, unknown> {
  const data = existsSync(path) ? parseJson(readFileSync(path, "utf8")) : undefined;
  return isRecord(data) ? data : {};
}
