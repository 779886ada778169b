import type { Change, Impact } from "../model/impact.ts";
import { clean } from "./clean.ts";
import { type Style, styleWith } from "./style.ts";

const headings: Readonly<Record<keyof Impact, string>> = {
  endpoints: "Endpoints",
  contracts: "Contracts between services",
  events: "Events",
  permissions: "Permissions",
  environment: "Environment",
  units: "Units",
  migrations: "Migrations",
};

const kinds: readonly (keyof Impact)[] = ["endpoints", "contracts", "events", "permissions", "environment", "units", "migrations"];

const signs: Readonly<Record<Change["change"], string>> = { added: "+", removed: "-", changed: "~" };

/** What a change means to those who run and call the system. Ends in a newline unless empty. */
export function prettyImpact(impact: Impact, style: Style): string {
  return kinds.map((kind) => section(headings[kind], impact[kind], style)).join("");
}

/** What changed and lets nobody down, without colours. Ends in a newline unless empty. */
export function compatibleText(impact: Impact): string {
  const text = prettyImpact(impact, styleWith(false));
  return text === "" ? "" : `Nobody is let down by this:\n${text}`;
}

function section(heading: string, changes: readonly Change[], style: Style): string {
  if (changes.length === 0) return "";
  return `${style.bold(heading)}\n${changes.map((one) => lineOf(one, style)).join("")}`;
}

function lineOf(change: Change, style: Style): string {
  const paint = change.breaking ? style.red : change.change === "added" ? style.green : style.yellow;
  const name = paint(`  ${signs[change.change]} ${clean(change.name)}`);
  const breaking = change.breaking ? `  ${style.red("breaking")}` : "";
  const says = change.says.map(clean);
  return says.length === 1 ? `${name}${breaking}  ${style.dim(says.join(""))}\n` : `${name}${breaking}\n${says.map((one) => `      ${one}\n`).join("")}`;
}
