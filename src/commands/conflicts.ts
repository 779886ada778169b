import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";

/** A finding for each file that was edited and whose rendering changed too. */
export function conflictFindings(plan: Plan): readonly Diagnostic[] {
  return plan.files.filter((file) => file.action === "conflict").map(({ path, reason }) => conflict(path, `${path} was left alone: ${reason}.`));
}

/** A finding for each file that the user saved while keybeam wrote. */
export function overtakenFindings(paths: readonly string[]): readonly Diagnostic[] {
  return paths.map((path) => conflict(path, `${path} was saved by somebody else in between: it was left alone.`));
}

function conflict(path: string, message: string): Diagnostic {
  const offer = `.keybeam/conflicts/${path}`;
  const help = `Take what you need from ${offer}, then delete that file. Where there is none, nothing is left to do.`;
  return { rule: "conflict", severity: "error", message, at: { file: path, line: 1, column: 1 }, related: [], help };
}
