import { basename, join, resolve } from "node:path";
import type { Diagnostic, Outcome } from "../../model/diagnostic.ts";
import { type Context, isInteractive } from "../context.ts";
import { specName } from "../spec-file.ts";
import { type Answers, answerKeys, defaultsFor, type Known } from "./answers.ts";
import { type Asker, terminalAsker } from "./ask.ts";
import { commandLine } from "./command-line.ts";
import { exampleNames } from "./examples.ts";
import { type Chosen, fault, hasSpec, missingFlags } from "./source.ts";
import { targetFault } from "./target.ts";
import { askAnswers, askSource } from "./wizard.ts";

export interface NewFlags extends Known {
  readonly dir?: string;
  readonly spec?: string;
  readonly example?: string;
  readonly yes?: boolean;
  readonly install?: boolean;
  readonly start?: boolean;
}

export interface Choice {
  /** The project's folder as it was given. */
  readonly dir: string;
  readonly chosen: Chosen;
  /** Who to ask what comes next; null where nothing may be asked. */
  readonly asker: Asker | null;
}

/** What to make and where: from the flags, and by questions where a person sits there and has not said --yes. */
export async function choose(context: Context, flags: NewFlags, ask: () => Asker = () => terminalAsker()): Promise<Outcome<Choice>> {
  const { cwd } = context.io;
  if (flags.spec !== undefined && flags.example !== undefined) return refused("--spec and --example exclude one another.", "Give one of them.");
  const asker = flags.yes !== true && isInteractive(context) ? ask() : null;
  if (flags.dir === undefined || saidSource(cwd, flags.dir, flags) === null) asker?.begin("keybeam new");
  const dir = flags.dir ?? (await askFolder(cwd, flags, asker));
  if (dir === null) return refused("It is not said in which folder the project is made.", "Give it: keybeam new <dir>");
  const said = saidSource(cwd, dir, flags);
  if (said !== null) return [{ dir, chosen: said, asker }, []];
  if (asker !== null) return [{ dir, chosen: await askChosen(context, asker, dir, flags), asker }, []];
  const missing = missingFlags(flags);
  if (flags.yes !== true && missing.length > 0) return refused(`Nobody can be asked here, and ${missing.join(", ")} are missing.`, howToSay);
  return [{ dir, chosen: { answers: answersFrom(cwd, dir, flags) }, asker }, []];
}

const howToSay = "Give them, or --yes for the defaults, or --spec <file>, or --example <name>.";

const refused = (message: string, help: string): readonly [null, readonly Diagnostic[]] => [null, [fault(message, help)]];

async function askFolder(cwd: string, flags: NewFlags, asker: Asker | null): Promise<string | null> {
  const suggested = flags.name ?? flags.example ?? null;
  if (asker === null) return flags.yes === true ? suggested : null;
  return asker.text("In which folder?", suggested ?? "app", (answer) => targetFault(resolve(cwd, answer)) ?? undefined);
}

/** Where the flags, or a spec that lies in the folder, say what to start from. */
function saidSource(cwd: string, dir: string, { spec, example }: NewFlags): Chosen | null {
  if (spec !== undefined) return { file: spec };
  if (example !== undefined) return { example };
  return hasSpec(resolve(cwd, dir)) ? { file: join(dir, specName) } : null;
}

async function askChosen(context: Context, asker: Asker, dir: string, flags: NewFlags): Promise<Chosen> {
  const wantsOwn = answerKeys.some((key) => key !== "name" && key !== "topology" && flags[key] !== undefined);
  const example = wantsOwn ? null : await askSource(asker, exampleNames());
  const chosen = example === null ? { answers: await askAnswers(asker, flags, answersFrom(context.io.cwd, dir, flags)) } : { example };
  const said = "answers" in chosen ? { ...chosen.answers } : { example: chosen.example, name: flags.name, topology: flags.topology };
  asker.end(`The same without questions:\n   ${commandLine(dir, { ...said, install: flags.install, start: flags.start, yes: true })}`);
  return chosen;
}

function answersFrom(cwd: string, dir: string, flags: Known): Answers {
  const defaults = defaultsFor(basename(resolve(cwd, dir)));
  const { name, topology, service, entity, fields, auth } = { ...defaults, ...flags };
  return { name, topology, service, entity, fields, auth };
}
