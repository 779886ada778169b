import { dirname, resolve } from "node:path";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { readSpec } from "../spec/index.ts";
import { readInput } from "../workspace/reading.ts";
import { specName, specPaths } from "./spec-paths.ts";

export { fromFolder, specName } from "./spec-paths.ts";

/** The spec is read up to this size: 1 MiB. */
export const specBytes = 1024 * 1024;

/** A spec that was asked for, with the folder that it stands in. */
export interface SpecFile {
  /** Null where it has errors. */
  readonly architecture: Architecture | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The project's folder, absolute. */
  readonly folder: string;
  /** The spec's path as diagnostics say it. */
  readonly name: string;
  /** As it stands in the file; empty where that could not be read. */
  readonly text: string;
}

/** Reads the spec at a path, from the current folder; without a path it is `architecture.yaml`. */
export function loadSpec(cwd: string, path?: string): SpecFile {
  const { file, folder, name } = specPaths(cwd, path);
  const [bytes, faults] = readInput(file, name, specBytes);
  if (bytes === null) return { architecture: null, diagnostics: faults, folder, name, text: "" };
  const [architecture, diagnostics] = readSpec(bytes, name);
  const usable = diagnostics.some((one) => one.severity === "error") ? null : architecture;
  return { architecture: usable, diagnostics, folder, name, text: bytes.toString("utf8") };
}

/** The folder of the spec at a path. */
export const specFolder = (cwd: string, path: string = specName): string => dirname(resolve(cwd, path));
