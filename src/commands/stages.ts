import type { Marked } from "../workspace/index.ts";
import { git } from "./git.ts";

/**
 * Tells git of conflicts as a merge of its own would: base, ours and theirs as stages 1, 2 and 3 of the index, so that `git status` names
 * them and merge tools open them. Does nothing outside a work tree, nor for files that git does not know.
 */
export async function stageConflicts(folder: string, conflicts: readonly Marked[]): Promise<void> {
  if (conflicts.length === 0) return;
  const prefix = await git(folder, ["rev-parse", "--show-prefix"]);
  if (prefix === null) return;
  for (const { path, sides } of conflicts) {
    const known = await git(folder, ["ls-files", "-s", "-z", "--", path]);
    const mode = /^(\d{6}) /.exec(known ?? "")?.[1];
    if (mode === undefined) continue;
    const lines = [`0 ${"0".repeat(40)}\t${prefix.trimEnd()}${path}`];
    for (const [n, side] of [sides.base, sides.ours, sides.theirs].entries()) {
      const hash = await git(folder, ["hash-object", "-w", "--stdin"], side);
      if (hash !== null) lines.push(`${mode} ${hash.trimEnd()} ${n + 1}\t${prefix.trimEnd()}${path}`);
    }
    if (lines.length === 4) await git(folder, ["update-index", "--index-info"], `${lines.join("\n")}\n`);
  }
}
