import { existsSync } from "node:fs";
import type { Action, Plan } from "../model/plan.ts";
import type { Result } from "../report/index.ts";
import { ungenerated } from "../spec/index.ts";
import { byVersion, lastRun, nodeDisk } from "../workspace/index.ts";
import { type Context, isInteractive } from "./context.ts";
import { failed } from "./failed.ts";
import { flagFault } from "./flag-fault.ts";
import { begin } from "./generate/begin.ts";
import { generateInto } from "./generate/into.ts";
import { terminalAsker } from "./new/ask.ts";
import { packageVersion } from "./package.ts";
import { fullPlan } from "./plan/full.ts";
import { loadSpec, specFolder } from "./spec-file.ts";

interface UpgradeFlags {
  readonly spec?: string | undefined;
  readonly yes: boolean;
}

/** `keybeam upgrade [spec]`: a project that an older keybeam made takes the templates of this one, by the same merge; shows them first, and writes only when told to. */
export async function upgrade(context: Context, { spec, yes }: UpgradeFlags, own: string = packageVersion()): Promise<Result> {
  const folder = specFolder(context.io.cwd, spec);
  const last = existsSync(folder) ? lastRun(nodeDisk(folder)).keybeam : null;
  if (last === null) return failed("upgrade", "plan", [flagFault(null, "No keybeam has made a project here yet.", "`keybeam generate` makes it.")]);
  if (byVersion(last, own) > 0) return failed("upgrade", "plan", [flagFault(null, `keybeam ${last} wrote this project, and this is ${own}: that would be no upgrade.`, "Install the newer one in the project: npm install --save-dev --save-exact keybeam")]);
  const planned = await fullPlan(context, { spec, upgrade: true });
  if (planned.exitCode === 2 || planned.plan === undefined) return { ...planned, command: "upgrade" };
  const said = saidOf(last, own, planned.plan);
  if (planned.exitCode === 0) return { ...planned, command: "upgrade", text: `${said}Nothing is left to do.\n` };
  if (yes || (await confirmed(context, said))) return write(context, spec, said);
  return { ...planned, command: "upgrade", text: `${said}Nothing was written. --yes does it; \`keybeam plan --diff\` shows the text.\n` };
}

function saidOf(last: string, own: string, { files }: Plan): string {
  const counted = (action: Action): number => files.filter((file) => file.action === action).length;
  const from = last === own ? `The project is of keybeam ${own} already.` : `From keybeam ${last} to ${own}.`;
  return `${from} As rendered now: ${counted("create")} new, ${counted("replace")} replaced, ${counted("merge")} merged with your edits, ${counted("remove")} gone, ${counted("conflict")} in conflict.\n`;
}

async function confirmed(context: Context, said: string): Promise<boolean> {
  if (!isInteractive(context)) return false;
  context.say(said);
  return terminalAsker().confirm("Take the new templates?", false);
}

async function write(context: Context, path: string | undefined, said: string): Promise<Result> {
  const [beginning, faults] = await begin(context.io.cwd, path, true);
  if (beginning === null) return failed("upgrade", "plan", faults);
  const spec = loadSpec(context.io.cwd, beginning.spec);
  if (spec.architecture === null) return failed("upgrade", "plan", spec.diagnostics);
  const result = await generateInto(context, spec.architecture, [...spec.diagnostics, ...ungenerated(spec.architecture)], spec.folder, { spec, upgrade: true });
  return { ...result, command: "upgrade", text: `${beginning.said}${said}${result.text ?? ""}` };
}
