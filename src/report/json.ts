import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";
import { inOrder } from "./diagnostics.ts";

/** What every command says to a machine; `schemas/report.schema.json` describes it. */
interface Report {
  readonly command: string;
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Figures of the run, as `files` or `imports`. */
  readonly summary: Readonly<Record<string, number>>;
  readonly plan?: Plan;
  /** What the command was asked for, where it is text: a rule's manual, a schema. */
  readonly text?: string;
}

export const reportVersion = 1;

/** One JSON object and a newline; the same report gives the same bytes. */
export function jsonReport({ command, exitCode, diagnostics, summary, plan, text }: Report): string {
  const figures = Object.fromEntries(Object.entries(summary).sort(([a], [b]) => (a < b ? -1 : 1)));
  const optional = { ...(plan === undefined ? {} : { plan }), ...(text === undefined ? {} : { text }) };
  const report = { version: reportVersion, command, exitCode, diagnostics: inOrder(diagnostics), summary: figures, ...optional };
  return `${JSON.stringify(report, null, 2).replace(bidi, escaped)}\n`;
}

/** JSON lets these stand as they are, but a terminal would obey them. */
const bidi = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
