/** A result → text. Pure; what others wrote is made safe for a terminal on the way. */
import { prettyDiffs } from "./changes.ts";
import { cleanLines } from "./clean.ts";
import { prettyDiagnostics } from "./diagnostics.ts";
import { type FormatName, reporterOf } from "./formats/index.ts";
import type { World } from "./formats/reporter.ts";
import { prettyImpact } from "./impact.ts";
import { planSummary, prettyPlan, prettyUnwritten } from "./plan.ts";
import type { Result } from "./result.ts";
import { styleWith } from "./style.ts";
import { figures, tally } from "./words.ts";

export { accessText } from "./access.ts";
export { prettyChange, prettyFixes, type ShownFixes } from "./changes.ts";
export { cleanLines } from "./clean.ts";
export { type FormatName, formatNames } from "./formats/index.ts";
export { changeText, dataText, footprintText } from "./footprint.ts";
export { compatibleText } from "./impact.ts";
export { pendingText } from "./migrations.ts";
export { planSummary } from "./plan.ts";
export type { Result } from "./result.ts";

export interface Look extends World {
  readonly format: FormatName;
  readonly colours: { readonly stdout: boolean; readonly stderr: boolean };
}

export interface Rendered {
  readonly stdout: string;
  readonly stderr: string;
}

/** The result on stdout, talk on stderr; a job that could not be done has no result. In a format for programs everything is the result. */
export function render(result: Result, look: Look): Rendered {
  const reporter = reporterOf(look.format);
  if (reporter !== null) return { stdout: reporter(result, look), stderr: "" };
  const { diagnostics } = result;
  const toStdout = result.asked === "diagnostics" && result.exitCode !== 2;
  const said = prettyDiagnostics(diagnostics, look.sources, styleWith(toStdout ? look.colours.stdout : look.colours.stderr));
  const talk = toStdout || diagnostics.length === 0 ? "" : `${said}\n${tally(diagnostics)}\n`;
  if (result.exitCode === 2) return { stdout: "", stderr: talk };
  const style = styleWith(look.colours.stdout);
  const parts = [
    toStdout ? said : "",
    result.plan === undefined || result.asked !== "plan" ? "" : prettyPlan(result.plan, style),
    prettyDiffs(result.diffs ?? [], style),
    result.plan?.impact ? prettyImpact(result.plan.impact, style) : "",
    result.plan === undefined ? "" : prettyUnwritten(result.plan, style),
    result.plan === undefined ? "" : planSummary(result.plan, result.tense ?? "done"),
    result.asked === "diagnostics" ? summaryLine(result) : "",
    cleanLines(result.text ?? ""),
  ].filter((part) => part !== "");
  return { stdout: parts.join(result.asked === "diagnostics" ? "\n" : ""), stderr: talk };
}

/** `2 errors, 1 warning; 142 files, 391 imports` and a newline. */
export function summaryLine({ diagnostics, summary }: Result): string {
  return `${tally(diagnostics)}; ${figures(summary)}\n`;
}
