import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Diagnostic } from "../model/diagnostic.ts";
import { planSummary, type Result } from "../report/index.ts";
import { readSpec } from "../spec/index.ts";
import type { Context } from "./context.ts";
import { generateInto } from "./generate.ts";
import { Cancelled } from "./new/ask.ts";
import { choose, type NewFlags } from "./new/choose.ts";
import { finish } from "./new/finish.ts";
import { fault, sourceFrom } from "./new/source.ts";
import { targetFault } from "./new/target.ts";
import { hasErrors } from "./verdict.ts";

/** `keybeam new [dir]`: makes a project, by questions, from a spec or from an example, and generates it. */
export async function newProject(context: Context, flags: NewFlags): Promise<Result> {
  try {
    return await make(context, flags);
  } catch (error) {
    if (error instanceof Cancelled) return failed([fault("You left in the middle of the questions; nothing was written.", "")]);
    throw error;
  }
}

async function make(context: Context, flags: NewFlags): Promise<Result> {
  const { cwd } = context.io;
  const [choice, unclear] = await choose(context, flags);
  if (choice === null) return failed(unclear);
  const folder = resolve(cwd, choice.dir);
  const inTheWay = targetFault(folder);
  if (inTheWay !== null) return failed([fault(`A project cannot be made in ${choice.dir}: ${inTheWay}.`, "Name another folder.", "folder-in-use")]);
  const [source, faults] = sourceFrom(cwd, choice.chosen, flags);
  if (source === null) return failed(faults);
  const [architecture, diagnostics] = readSpec(source.spec, source.name);
  if (architecture === null || hasErrors(diagnostics)) return failed(diagnostics);
  mkdirSync(folder, { recursive: true });
  const made = await generateInto(context, architecture, diagnostics, folder, source.given);
  if (made.exitCode === 2 || made.plan === undefined) return { ...made, command: "new" };
  context.say(`${choice.dir}: ${planSummary(made.plan, "done")}`);
  const [next, npmFault] = await finish(context, flags, choice, folder);
  if (npmFault !== null) return failed([...diagnostics, fault(npmFault, `The project is in ${choice.dir}.`, "npm")]);
  return { ...made, command: "new", asked: "text", text: next };
}

function failed(diagnostics: readonly Diagnostic[]): Result {
  return { command: "new", exitCode: 2, asked: "text", diagnostics, summary: {} };
}
