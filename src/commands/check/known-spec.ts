import { existsSync } from "node:fs";
import type { openCache } from "../../check/index.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { hasErrors } from "../verdict.ts";
import type { SpecPaths } from "../spec-paths.ts";

export interface KnownSpec {
  /** Null where it has errors; they are among the diagnostics then. */
  readonly architecture: Architecture | null;
  /** What is wrong with it, or with the rules that it names. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The spec as an earlier run read it, if it has not changed since: what reads YAML is loaded only where it has. One of which there is
 * anything to say is read each time.
 */
export async function knownSpec(cwd: string, { file, folder, name }: SpecPaths, cache: ReturnType<typeof openCache>): Promise<KnownSpec> {
  const known = existsSync(folder) ? cache.recallSpec(file, name) : null;
  if (known !== null) return { architecture: known, diagnostics: [] };
  const [{ loadSpec }, { unknownRules }] = await Promise.all([import("../spec-file.ts"), import("../rule-names.ts")]);
  const keep = cache.keepSpec(file, name);
  const { architecture, diagnostics } = loadSpec(cwd, file);
  if (architecture === null) return { architecture, diagnostics };
  const unknown = unknownRules(architecture, name);
  if (unknown.length === 0) keep(architecture);
  return { architecture: hasErrors(unknown) ? null : architecture, diagnostics: unknown };
}
