import { mkdirSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Result } from "../report/index.ts";
import { readSpec, ungenerated } from "../spec/index.ts";
import type { Context } from "./context.ts";
import { failed } from "./failed.ts";
import { generateInto } from "./generate/into.ts";
import { Cancelled } from "./new/ask.ts";
import { choose, type NewFlags } from "./new/choose.ts";
import { finish } from "./new/finish.ts";
import { onFlags } from "./new/flag-lines.ts";
import { fault, sourceFrom } from "./new/source.ts";
import { targetFault } from "./new/target.ts";
import { specName } from "./spec-file.ts";
import { hasErrors } from "./verdict.ts";

/** `keybeam new [dir]`: makes a project, by questions, from a spec or from an example, and generates it. */
export async function newProject(context: Context, flags: NewFlags): Promise<Result> {
  try {
    return await make(context, flags);
  } catch (error) {
    if (error instanceof Cancelled) return failed("new", "text", [fault("You left in the middle of the questions; nothing was written.", "")]);
    throw error;
  }
}

async function make(context: Context, flags: NewFlags): Promise<Result> {
  const { cwd } = context.io;
  const [choice, unclear] = await choose(context, flags);
  if (choice === null) return failed("new", "text", unclear);
  const folder = resolve(cwd, choice.dir);
  const inTheWay = targetFault(folder);
  if (inTheWay !== null) return failed("new", "text", [fault(`A project cannot be made in ${choice.dir}: ${inTheWay}.`, "Name another folder.", "folder-in-use")]);
  const name = join(relative(cwd, folder), specName).split(sep).join("/");
  const [source, faults] = sourceFrom(cwd, choice.chosen, flags, name);
  if (source === null) return failed("new", "text", faults);
  const onCommandLine = (found: readonly Diagnostic[]): readonly Diagnostic[] => onFlags(found, { text: source.spec.toString("utf8"), name: source.name }, source.fromFlags);
  const [architecture, read] = readSpec(source.spec, source.name);
  const diagnostics = onCommandLine(architecture === null ? read : [...read, ...ungenerated(architecture)]);
  if (architecture === null || hasErrors(diagnostics)) return failed("new", "text", diagnostics);
  mkdirSync(folder, { recursive: true });
  const made = await generateInto(context, architecture, diagnostics, folder, { spec: { name, text: source.spec.toString("utf8") }, given: source.given });
  if (made.exitCode === 2 || made.plan === undefined) return { ...made, command: "new" };
  const [next, npmFault] = await finish(context, flags, choice, folder);
  if (npmFault !== null) return failed("new", "text", [...diagnostics, fault(npmFault, `The project is in ${choice.dir}.`, "npm")]);
  return { ...made, command: "new", asked: "text", text: next };
}
