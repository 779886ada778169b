import { isSomewhere } from "../model/diagnostic.ts";
import { patchOf } from "./changes.ts";
import { inOrder } from "./diagnostics.ts";
import type { Result } from "./result.ts";

export const reportVersion = 1;

/** What every command says to a machine, as `schemas/report.schema.json` describes it. The same report gives the same bytes. */
export function jsonReport({ command, exitCode, diagnostics, summary, plan, diffs, text }: Result): string {
  const figures = Object.fromEntries(Object.entries(summary).sort(([a], [b]) => (a < b ? -1 : 1)));
  const optional = { ...(plan === undefined ? {} : { plan }), ...(diffs === undefined ? {} : { diffs: diffs.map((one) => ({ path: one.to, diff: patchOf(one) })) }), ...(text === undefined ? {} : { text }) };
  const said = inOrder(diagnostics).map((one) => (isSomewhere(one.at) ? one : { ...one, at: null }));
  const report = { version: reportVersion, command, exitCode, diagnostics: said, summary: figures, ...optional };
  return jsonText(report);
}

/** A value as JSON that is safe on a terminal, and a newline. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(bidi, escaped)}\n`;
}

/** JSON lets these stand as they are, but a terminal would obey them. */
const bidi = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
