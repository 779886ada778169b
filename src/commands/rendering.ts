import { generate, historyPaths, type NextMigrations, nextMigrations, readHistory } from "../generators/index.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Outcome } from "../model/diagnostic.ts";
import type { FileTree } from "../model/file-tree.ts";
import { keptFiles, nodeDisk } from "../workspace/index.ts";
import { keybeamDependency } from "./origin.ts";

export interface Rendering {
  readonly tree: FileTree;
  readonly migrations: readonly NextMigrations[];
}

/** What a spec means for the project in a folder: a rendering goes on from the tables that were rendered there before. */
export function renderingFor(architecture: Architecture, folder: string, contract: readonly string[] = []): Outcome<Rendering> {
  const [history, faults] = readHistory(keptFiles(nodeDisk(folder), historyPaths));
  if (history === null) return [null, faults];
  const options = { keybeam: keybeamDependency(folder), history, contract };
  return [{ tree: generate(architecture, options), migrations: nextMigrations(architecture, options) }, []];
}
