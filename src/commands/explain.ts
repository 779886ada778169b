import { nowhere } from "../model/diagnostic.ts";
import type { Result } from "../report/index.ts";
import type { Command } from "./context.ts";
import { failed } from "./failed.ts";
import { gistOf, manualOf, ruleNames } from "./manuals.ts";
import { nearestTo } from "./nearest.ts";

interface Options {
  readonly rule?: string;
  /** Of `access` alone. */
  readonly spec?: string;
}

/** `keybeam explain [rule]`: the manual of a rule, or the names of all rules; `keybeam explain access [spec]`: who may do what. */
export const explain: Command<Options> = async (context, { rule, spec }) => {
  if (rule === "access") return (await import("./explain/access.ts")).explainAccess(context, spec);
  if (spec !== undefined) return misused(spec);
  if (rule === undefined) return manual(ruleNames().map((name) => `${name}  ${gistOf(name)}\n`).join(""));
  const text = manualOf(rule);
  return text === null ? unknown(rule, ruleNames()) : manual(text);
};

function manual(text: string): Result {
  return { command: "explain", exitCode: 0, asked: "text", diagnostics: [], summary: {}, text };
}

function misused(spec: string): Result {
  const message = `Only \`keybeam explain access\` reads a spec, as ${JSON.stringify(spec.slice(0, 64))}.`;
  const diagnostic = { rule: "command-line", severity: "error" as const, message, at: nowhere, related: [], help: "A rule's manual is the same for every spec." };
  return failed("explain", "text", [diagnostic]);
}

function unknown(rule: string, rules: readonly string[]): Result {
  const near = suggestions(rule, rules).map((name) => `\`keybeam explain ${name}\``);
  const help = near.length === 0 ? "`keybeam explain` without a rule names them all." : `Did you mean ${near.join(" or ")}?`;
  const message = `There is no manual of a rule ${JSON.stringify(rule.slice(0, 64))}.`;
  const diagnostic = { rule: "unknown-rule", severity: "error" as const, message, at: nowhere, related: [], help };
  return failed("explain", "text", [diagnostic]);
}

const most = 5;

/** Names that the typed one is a part of, or else the nearest one. */
function suggestions(typed: string, rules: readonly string[]): readonly string[] {
  const holding = typed.length < shortest ? [] : rules.filter((name) => name.includes(typed));
  const near = nearestTo(typed, rules);
  return holding.length > 0 ? holding.slice(0, most) : near === null ? [] : [near];
}

const shortest = 2;
