import type { Diagnostic } from "../model/diagnostic.ts";
import type { FileTree } from "../model/file-tree.ts";
import { nodeDisk } from "../workspace/index.ts";
import { flagFault } from "./flag-fault.ts";

/** Why a file cannot be written again as `--restore` asks; null where it can. The path is said from the project's folder. */
export function restoreFault(folder: string, tree: FileTree, path: string): Diagnostic | null {
  if (!tree.some((file) => file.path === path)) return flagFault("--restore", `${JSON.stringify(path)} is no file that this spec asks for.`, "`keybeam plan` names what you deleted, each by its path from the project's folder.");
  return nodeDisk(folder).look(path) === null ? null : flagFault("--restore", `${path} is there: nothing was written.`, "Delete it first; then it is written as the spec means it.");
}
