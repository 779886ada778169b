import { existsSync } from "node:fs";
import type { openCache } from "../../check/index.ts";
import type { SpecFile } from "../spec-file.ts";
import type { SpecPaths } from "../spec-paths.ts";

/** The spec as an earlier run read it, if it has not changed since: what reads YAML is loaded only where it has. */
export async function knownSpec(cwd: string, { file, folder, name }: SpecPaths, cache: ReturnType<typeof openCache>): Promise<SpecFile> {
  const known = existsSync(folder) ? cache.recallSpec(file, name) : null;
  if (known !== null) return { architecture: known, diagnostics: [], folder, name };
  const { loadSpec } = await import("../spec-file.ts");
  const keep = cache.keepSpec(file, name);
  const loaded = loadSpec(cwd, file);
  if (loaded.architecture !== null) keep(loaded.architecture);
  return loaded;
}
