import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { prettyChange, type Result } from "../report/index.ts";
import { type Added, additionsFor, addToSpec } from "../spec/index.ts";
import { type Said, type Wish, wishFrom } from "./add/wish.ts";
import { type Context, isInteractive } from "./context.ts";
import { failed } from "./failed.ts";
import { flagFault } from "./flag-fault.ts";
import { type Asker, Cancelled, terminalAsker } from "./new/ask.ts";
import { hasColours } from "./look.ts";
import { changeOf, fileChangeOf, planned, type SpecChange, write } from "./spec-change.ts";
import { loadSpec, type SpecFile } from "./spec-file.ts";

export interface AddFlags extends Said {
  readonly spec?: string | undefined;
  readonly yes: boolean;
}

/** `keybeam add <kind> <name>`: puts something into the spec, shows what that would make, and writes both only when told to. */
export async function add(context: Context, flags: AddFlags, ask: () => Asker = () => terminalAsker()): Promise<Result> {
  const file = loadSpec(context.io.cwd, flags.spec);
  if (file.architecture === null) return failed("add", "plan", file.diagnostics);
  try {
    return await addTo(context, file, file.architecture, flags, isInteractive(context) && !flags.yes ? ask() : null);
  } catch (error) {
    if (error instanceof Cancelled) return failed("add", "plan", [flagFault(null, "You left in the middle of the questions; nothing was written.", "")]);
    throw error;
  }
}

async function addTo(context: Context, file: SpecFile, architecture: Architecture, flags: AddFlags, asker: Asker | null): Promise<Result> {
  const [wish, unclear] = await wishFrom(flags, architecture, asker);
  if (wish === null) return failed("add", "plan", unclear);
  const additions = additionsFor[wish.kind.name](wish.name, wish.details);
  if ("fault" in additions) return failed("add", "plan", [flagFault(`--${additions.flag}`, additions.fault, `As in: ${wish.kind.examples[0] ?? ""}`)]);
  const added = addToSpec(file.text, additions);
  if (!("text" in added)) return failed("add", "plan", [notAdded(added, wish, file)]);
  const change = changeOf("add", file, added.text);
  if ("refused" in change) return change.refused;
  if (flags.yes) return write(context, change, shown(change, false));
  const plan = planned(context, change, `\n${shown(change, hasColours(context.io, context.io.stdout))}\nNothing was written. --yes does it.\n`);
  if (asker === null || plan.exitCode === 2) return plan;
  context.say(`${shown(change, hasColours(context.io, context.io.stderr))}\n${counted(plan)}\n`);
  return (await asker.confirm(`Change ${file.name} and generate?`, true)) ? write(context, change, "") : plan;
}

const shown = (change: SpecChange, colours: boolean): string => prettyChange(fileChangeOf(change), colours);

const counted = ({ plan }: Result): string => {
  const active = (plan?.files ?? []).filter(({ action }) => !["same", "keep", "deleted"].includes(action));
  return active.map(({ path, action }) => `${action} ${path}\n`).join("");
};

function notAdded(added: Exclude<Added, { readonly text: string }>, { kind }: Wish, { name }: SpecFile): Diagnostic {
  if ("noPlace" in added) return flagFault(added.noPlace.join("."), "The spec is laid out in a way that leaves no place for it.", `Write it into ${name} by hand.`);
  const fault = flagFault(added.taken.join("."), `It is there already; ${kind.name === "grant" || kind.name === "reaction" ? "it says so already" : "nothing is written over"}.`, "");
  return { ...fault, at: { file: name, line: added.line, column: added.column } };
}
