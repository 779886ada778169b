import { dirname, relative, resolve, sep } from "node:path";
import { type Diagnostic, isSomewhere, type Location } from "../model/diagnostic.ts";

export const specName = "architecture.yaml";

/** Where a spec lies. */
export interface SpecPaths {
  /** The spec itself, absolute. */
  readonly file: string;
  /** The project's folder, absolute. */
  readonly folder: string;
  /** The spec's path as diagnostics say it. */
  readonly name: string;
}

/** The spec at a path from the current folder; without a path it is `architecture.yaml`. */
export function specPaths(cwd: string, path: string = specName): SpecPaths {
  const file = resolve(cwd, path);
  return { file, folder: dirname(file), name: (relative(cwd, file) || path).split(sep).join("/") };
}

/**
 * Findings on files of a project, which say their paths from its folder, as the current folder sees them. Places in the spec, which is
 * called `spec`, are said from there already.
 */
export function fromFolder(findings: readonly Diagnostic[], cwd: string, folder: string, spec?: string): readonly Diagnostic[] {
  const prefix = relative(cwd, folder).split(sep).join("/");
  if (prefix === "") return findings;
  const moved = (at: Location): Location => (at.file === spec || !isSomewhere(at) ? at : { ...at, file: `${prefix}/${at.file}` });
  return findings.map((one) => ({ ...one, at: moved(one.at), related: one.related.map((two) => ({ ...two, at: moved(two.at) })) }));
}
