import type { Diagnostic, Outcome } from "../../model/diagnostic.ts";
import type { FileChange } from "../../model/file-change.ts";
import type { Plan } from "../../model/plan.ts";
import { flagFault } from "../flag-fault.ts";

/** The edits that `--diff` asks for: all of them, or those of a file or below a folder. */
export function chosenDiffs(asked: string | true | undefined, plan: Plan, edits: readonly FileChange[]): Outcome<readonly FileChange[]> {
  if (asked === undefined) return [[], []];
  if (asked === true) return [edits, []];
  const path = asked.replace(/^\.\//, "").replace(/\/+$/, "");
  const isMeant = (other: string): boolean => other === path || other.startsWith(`${path}/`);
  return plan.files.some((file) => isMeant(file.path)) ? [edits.filter(({ to }) => isMeant(to)), []] : [null, [unknownPath(asked)]];
}

const unknownPath = (path: string): Diagnostic =>
  flagFault("--diff", `${JSON.stringify(path)} is no file or folder of this plan.`, "Give its path from the project's folder, as `keybeam plan` shows it.");
