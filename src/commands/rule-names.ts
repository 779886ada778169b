import { ruleIds } from "../check/index.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { switchableRules } from "../spec/index.ts";
import { ruleNames } from "./manuals.ts";
import { nearestTo } from "./nearest.ts";

/** Severities for rules that do not exist, or that are always as they are: nobody would obey them. */
export function unknownRules({ check, positions }: Architecture, spec: string): readonly Diagnostic[] {
  const names = [...ruleIds, ...switchableRules].sort();
  return [...check.rules.keys()]
    .filter((rule) => !names.includes(rule))
    .map((rule) => {
      const at = positions.get(`check.rules.${rule}`) ?? positions.get("check.rules") ?? { file: spec, line: 1, column: 1 };
      return { ...faultOf(rule, names), at, related: [] };
    });
}

function faultOf(rule: string, names: readonly string[]): Pick<Diagnostic, "rule" | "severity" | "message" | "help"> {
  const near = nearestTo(rule, names);
  const help = near === null ? "`keybeam explain` names all rules." : `Did you mean \`${near}\`?`;
  const fixed = ruleNames().includes(rule);
  const message = fixed ? `The severity of \`${rule}\` cannot be changed.` : `There is no rule \`${rule}\`.`;
  return { rule: "unknown-rule", severity: "error", message, help: fixed && near === null ? "Take it out." : help };
}
