import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { ruleNames } from "./manuals.ts";
import { nearestTo } from "./nearest.ts";

/** Rules of the language that no room judges yet: naming one is right, and does nothing so far. */
const notYet: ReadonlySet<string> = new Set(["statelessness"]);

/** Severities for rules that do not exist: a mistyped one would be obeyed by nobody. */
export function unknownRules({ check, positions }: Architecture, spec: string): readonly Diagnostic[] {
  const names = ruleNames();
  return [...check.rules.keys()]
    .filter((rule) => !names.includes(rule))
    .map((rule) => {
      const at = positions.get(`check.rules.${rule}`) ?? positions.get("check.rules") ?? { file: spec, line: 1, column: 1 };
      if (notYet.has(rule)) {
        const help = "It is kept for a later version; until then nothing is found by it.";
        return { rule: "not-generated", severity: "warning" as const, message: `The rule \`${rule}\` is not checked yet.`, at, related: [], help };
      }
      const near = nearestTo(rule, names);
      const help = near === null ? "`keybeam explain` names all rules." : `Did you mean \`${near}\`?`;
      return { rule: "unknown-rule", severity: "error" as const, message: `There is no rule \`${rule}\`.`, at, related: [], help };
    });
}
