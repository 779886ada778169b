/** A result → text. Pure; what others wrote is made safe for a terminal on the way. */
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";
import { cleanLines } from "./clean.ts";
import { prettyDiagnostics, type Sources } from "./diagnostics.ts";
import { jsonReport } from "./json.ts";
import { planSummary, prettyPlan, prettyUnwritten } from "./plan.ts";
import { styleWith } from "./style.ts";
import { figures, tally } from "./words.ts";

export { cleanLines } from "./clean.ts";
export { planSummary } from "./plan.ts";

/** What a command has found or done, before it is text. */
export interface Result {
  readonly command: string;
  /** 0 done and clean, 1 findings or conflicts, 2 the job could not be done. */
  readonly exitCode: 0 | 1 | 2;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the diagnostics are what was asked for, or only talk beside it. */
  readonly asked: "diagnostics" | "plan" | "text";
  /** Figures of the run by noun, as `{ files: 142, imports: 391 }`, printed in this order. */
  readonly summary: Readonly<Record<string, number>>;
  readonly plan?: Plan;
  readonly tense?: "planned" | "done";
  /** Text that is the result itself: a manual, a schema; or what to do next. */
  readonly text?: string;
}

export interface Look {
  readonly format: "pretty" | "json";
  readonly colours: { readonly stdout: boolean; readonly stderr: boolean };
  /** The text of a file, for code frames. */
  readonly sources: Sources;
}

export interface Rendered {
  readonly stdout: string;
  readonly stderr: string;
}

/** The result on stdout, talk on stderr; a job that could not be done has no result. As JSON everything is the result. */
export function render(result: Result, look: Look): Rendered {
  if (look.format === "json") return { stdout: jsonReport(result), stderr: "" };
  const { diagnostics } = result;
  const toStdout = result.asked === "diagnostics" && result.exitCode !== 2;
  const said = prettyDiagnostics(diagnostics, look.sources, styleWith(toStdout ? look.colours.stdout : look.colours.stderr));
  const talk = toStdout || diagnostics.length === 0 ? "" : `${said}\n${tally(diagnostics)}\n`;
  if (result.exitCode === 2) return { stdout: "", stderr: talk };
  const style = styleWith(look.colours.stdout);
  const parts = [
    toStdout ? said : "",
    result.plan === undefined || result.asked !== "plan" ? "" : prettyPlan(result.plan, style),
    result.plan === undefined ? "" : prettyUnwritten(result.plan, style),
    result.plan === undefined ? "" : planSummary(result.plan, result.tense ?? "done"),
    result.asked === "diagnostics" ? `${tally(diagnostics)}; ${figures(result.summary)}\n` : "",
    cleanLines(result.text ?? ""),
  ].filter((part) => part !== "");
  return { stdout: parts.join(result.asked === "diagnostics" ? "\n" : ""), stderr: talk };
}
