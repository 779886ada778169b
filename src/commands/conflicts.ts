import { type Diagnostic, nowhere } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";
import { isMarked, type Written } from "../workspace/index.ts";
import { migrationFindings } from "./migrations.ts";

/** What there is to say once a run has written. */
export function writtenFindings({ plan, overtaken }: Written): readonly Diagnostic[] {
  return [...migrationFindings(plan, "done"), ...conflictFindings(plan), ...brokenFindings(plan), ...overtakenFindings(overtaken)];
}

const resolveMarkers = "Leave what you want between the markers and delete them; `git mergetool` opens the file too. `keybeam undo` brings your text back.";

/** The files that were edited and whose rendering changed too. */
export const inConflict = (plan: Plan): readonly string[] => plan.files.filter(({ action }) => action === "conflict").map(({ path }) => path);

/** A finding for each of them. */
export function conflictFindings(plan: Plan): readonly Diagnostic[] {
  return plan.files.filter(({ action }) => action === "conflict").map((file) => {
    const [line = 1, ...others] = file.lines ?? [];
    const found = conflict(file.path, `${file.path} is in conflict: ${file.reason}.${alsoAt(others)}`, line);
    return isMarked(file) ? { ...found, help: resolveMarkers } : found;
  });
}

const NAMED = 8;

function alsoAt(lines: readonly number[]): string {
  if (lines.length === 0) return "";
  const more = lines.length > NAMED ? ` and ${lines.length - NAMED} more` : "";
  return ` Both sides changed line${lines.length === 1 ? "" : "s"} ${lines.slice(0, NAMED).join(", ")}${more}, too.`;
}

/** A finding for each place that no longer compiles beside what was merged, or one where that could not be told. */
export function brokenFindings({ broken }: Plan): readonly Diagnostic[] {
  if (broken === null) {
    const message = "Files were merged, and whether they still compile was not checked.";
    return [{ rule: "merge-not-compiled", severity: "warning", message, at: nowhere, related: [], help: "Run `npm install`, then `npx tsc`." }];
  }
  return (broken ?? []).map(({ path, line, message }) => ({
    rule: "breaks-code",
    severity: "warning",
    message: `${path} no longer compiles: ${message}`,
    at: { file: path, line, column: 1 },
    related: [],
    help: "The spec changed what this code relies on: change it accordingly.",
  }));
}

/** A finding for each file that the user saved while keybeam wrote. */
export function overtakenFindings(paths: readonly string[]): readonly Diagnostic[] {
  return paths.map((path) => conflict(path, `${path} was saved by somebody else in between: it was left alone.`));
}

function conflict(path: string, message: string, line = 1): Diagnostic {
  const offer = `.keybeam/conflicts/${path}`;
  const help = `Take what you need from ${offer}, then delete that file. Where there is none, nothing is left to do.`;
  return { rule: "conflict", severity: "error", message, at: { file: path, line, column: 1 }, related: [], help };
}
