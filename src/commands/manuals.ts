import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package.ts";

const folder = join(packageRoot, "docs", "rules");

/** The names of all rules, sorted: each has a manual. */
export function ruleNames(): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => (file.endsWith(".md") ? [file.slice(0, -3)] : [])).sort();
}

/** A rule's manual in Markdown; null where there is no such rule. */
export function manualOf(rule: string): string | null {
  const path = join(folder, `${rule}.md`);
  return /^[a-z][a-z-]*$/.test(rule) && existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** The first sentence of a rule's manual, without Markdown's own line ends. */
export function gistOf(rule: string): string {
  const what = /^## What\n+([\s\S]*?)(?:\n\n|\n#|$(?![\s\S]))/m.exec(manualOf(rule) ?? "")?.[1] ?? "";
  const line = what.replace(/\s+/g, " ").trim();
  return (/^(?:`[^`]*`|[^`])*?[.:](?= |$)/.exec(line)?.[0] ?? line).replace(/:$/, ".");
}
