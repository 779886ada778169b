import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "../report/index.ts";
import type { Command } from "./context.ts";
import { nearestTo } from "./nearest.ts";
import { packageRoot } from "./package.ts";

interface Options {
  readonly rule?: string;
}

/** `keybeam explain [rule]`: the manual of a rule, or the names of all rules. */
export const explain: Command<Options> = async (_, { rule }) => {
  const folder = join(packageRoot, "docs", "rules");
  const rules = existsSync(folder) ? readdirSync(folder).flatMap((file) => (file.endsWith(".md") ? [file.slice(0, -3)] : [])).sort() : [];
  if (rule === undefined) return manual(`${rules.join("\n")}\n`);
  if (rules.includes(rule)) return manual(readFileSync(join(folder, `${rule}.md`), "utf8"));
  return unknown(rule, rules);
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
