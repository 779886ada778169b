import type { Result } from "../report/index.ts";
import type { Command } from "./context.ts";
import { manualOf, ruleNames } from "./manuals.ts";
import { nearestTo } from "./nearest.ts";

interface Options {
  readonly rule?: string;
}

/** `keybeam explain [rule]`: the manual of a rule, or the names of all rules. */
export const explain: Command<Options> = async (_, { rule }) => {
  if (rule === undefined) return manual(`${ruleNames().join("\n")}\n`);
  const text = manualOf(rule);
  return text === null ? unknown(rule, ruleNames()) : manual(text);
};

function manual(text: string): Result {
  return { command: "explain", exitCode: 0, asked: "text", diagnostics: [], summary: {}, text };
}

function unknown(rule: string, rules: readonly string[]): Result {
  const near = nearestTo(rule, rules);
  const help = near === null ? "`keybeam explain` without a rule names them all." : `Did you mean \`keybeam explain ${near}\`?`;
  const message = `There is no manual of a rule ${JSON.stringify(rule.slice(0, 64))}.`;
  const diagnostic = { rule: "unknown-rule", severity: "error" as const, message, at: { file: "docs/rules", line: 1, column: 1 }, related: [], help };
  return { command: "explain", exitCode: 2, asked: "text", diagnostics: [diagnostic], summary: {} };
}
