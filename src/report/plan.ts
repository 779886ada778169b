import type { Action, Plan, PlannedFile } from "../model/plan.ts";
import { clean } from "./clean.ts";
import type { Style } from "./style.ts";
import { count } from "./words.ts";

const signs: Readonly<Record<Action, string>> = {
  create: "+",
  replace: "~",
  merge: "&",
  same: " ",
  keep: "=",
  deleted: "x",
  remove: "-",
  conflict: "!",
};

const verbs: Readonly<Record<"planned" | "done", Readonly<Record<Action, string>>>> = {
  planned: { create: "to create", replace: "to replace", merge: "to merge", same: "unchanged", keep: "yours", deleted: "deleted by you", remove: "to remove", conflict: "in conflict" },
  done: { create: "created", replace: "replaced", merge: "merged", same: "unchanged", keep: "yours", deleted: "deleted by you", remove: "removed", conflict: "in conflict" },
};

const order: readonly Action[] = ["create", "replace", "merge", "remove", "same", "keep", "deleted", "conflict"];

/**
 * What a run does or did, path by path, under a heading for each part where files say theirs; of paths on which nothing happens only those with a
 * reason. Ends in a newline unless empty.
 */
export function prettyPlan(plan: Plan, style: Style): string {
  const shown = plan.files.filter(({ action, reason }) => reason !== "" || !["same", "keep"].includes(action));
  const parts = new Map(shown.map(({ part }) => [part?.name, part?.units ?? []] as const));
  return [...parts].map(([name, units]) => {
    const lines = shown.filter(({ part }) => part?.name === name).map((file) => lineOf(file, style));
    return `${name === undefined ? "" : headingOf(name, units, style)}${lines.join("")}`;
  }).join("");
}

function headingOf(name: string, units: readonly string[], style: Style): string {
  const where = units.length === 0 || name === `unit ${units[0]}` ? "" : style.dim(`  runs in ${units.map(clean).join(", ")}`);
  return `${style.bold(clean(name))}${where}\n`;
}

const lineOf = ({ path, action, reason }: PlannedFile, style: Style): string =>
  `${painted(action, style)(`${signs[action]} ${clean(path)}`)}${reason === "" ? "" : style.dim(`  ${reason}`)}\n`;

/** One line with how many files each action takes: `142 files: 3 created, 139 unchanged`. */
export function planSummary(plan: Plan, tense: "planned" | "done"): string {
  const counted = order.map((action) => [action, plan.files.filter((file) => file.action === action).length] as const);
  const parts = counted.filter(([, n]) => n > 0).map(([action, n]) => `${n} ${verbs[tense][action]}`);
  return `${count(plan.files.length, "file")}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}\n`;
}

/** What is still to be written by hand. Ends in a newline unless empty. */
export function prettyUnwritten(plan: Plan, style: Style): string {
  const outdated = plan.unwritten.filter((one) => one.outdated === true);
  const open = plan.unwritten.filter((one) => one.outdated !== true);
  const listed = (head: string, some: Plan["unwritten"]): string =>
    some.length === 0 ? "" : `${count(some.length, "operation")} ${head}:\n${some.map(({ path, operation }) => `  ${style.bold(clean(operation))}  ${clean(path)}\n`).join("")}`;
  const answers = open.length === 1 ? "it answers" : "they answer";
  return listed(`to be written by hand; until then ${answers} 501`, open) + listed("to be adapted by hand: the spec asks something else of what you wrote", outdated);
}

function painted(action: Action, style: Style): (text: string) => string {
  if (action === "create") return style.green;
  if (["replace", "merge", "deleted"].includes(action)) return style.yellow;
  return action === "remove" || action === "conflict" ? style.red : style.dim;
}
