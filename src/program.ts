import { Command, Option } from "commander";
import type { Context } from "./commands/context.ts";
import { authModels, topologies } from "./commands/new/answers.ts";
import { exampleNames } from "./commands/new/examples.ts";
import { addKinds } from "./add-command.ts";
import { addSharedFlags, choice, optional, type SharedFlags, value } from "./flags.ts";
import { commandExamples, overview } from "./help.ts";
import type { Start } from "./invocation.ts";
import { findingFormats, plainFormats } from "./commands/render.ts";
import type { FormatName, Result } from "./report/index.ts";

const specArgument = "the spec (default: architecture.yaml)";
const planArgument = "the spec, or a plan that was written to a file (default: architecture.yaml)";

/** What makes commands, by their names: a start makes the one that it is asked for, since all of them cost it as much as reading a small project does. */
const makers: readonly (readonly [names: readonly string[], make: (add: Add, start: Start) => void])[] = [
  [["new"], addNew],
  [["init"], addInit],
  [["validate", "plan", "generate", "diff", "undo"], addOnSpec],
  [["add"], (add, start) => addKinds(add("add", "put something into the spec: shows what that makes, and writes only with --yes"), plainFormats, start)],
  [["extract"], addExtract],
  [["upgrade"], addUpgrade],
  [["check"], addCheck],
  [["explain", "schema"], addTexts],
];

/** The commander program. It reads the command line and hands what is to run to `start`. Where `word` is no command's name it has all of them. */
export function programFor(version: string, start: Start, word?: string): Command {
  const program = new Command("keybeam")
    .description("One YAML file says what a backend is: keybeam checks it, generates it, and keeps its layers true.")
    .version(version, "-v, --version")
    .exitOverride()
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText("after", overview);
  const add: Add = (name, text, formats = plainFormats) =>
    addSharedFlags(program.command(name).description(text), formats).allowExcessArguments(false).addHelpText("after", commandExamples(name));
  const asked = makers.filter(([names]) => names.some((name) => name === word));
  for (const [, make] of asked.length === 0 ? makers : asked) make(add, start);
  return program;
}

type Add = (name: string, text: string, formats?: readonly FormatName[]) => Command;

function addNew(add: Add, start: Start): void {
  add("new", "make a project: by questions, from a spec, or from an example")
    .argument("[dir]", "the folder to make it in")
    .addOption(value("--spec <file>", "start from this spec"))
    .addOption(value("--example <name>", `start from this example: ${exampleNames().join(", ")}`))
    .addOption(value("--name <name>", "name of the system (default: the folder's)"))
    .addOption(choice("--topology <topology>", "how the services are deployed", topologies))
    .addOption(value("--service <name>", "the first service"))
    .addOption(value("--entity <name>", "its first entity"))
    .addOption(value("--fields <fields>", 'its fields, as "title: string(1..200); done: bool = false"'))
    .addOption(choice("--auth <model>", "who may come in", authModels))
    .option("-y, --yes", "take the default answer to everything that is not said")
    .option("--install", "run npm install afterwards")
    .option("--start", "run npm run dev afterwards (and npm install before it)")
    .action(async (dir: string | undefined, flags: SharedFlags) =>
      start(flags, async (context) => (await import("./commands/new.ts")).newProject(context, { ...flags, ...(dir === undefined ? {} : { dir }) })),
    );
}

function addOnSpec(add: Add, start: Start): void {
  type Load = () => Promise<(context: Context, options: OnSpec) => Promise<Result>>;
  const onSpec = (name: string, text: string, load: Load, formats?: readonly FormatName[]): Command =>
    add(name, text, formats)
      .argument("[spec]", name === "generate" ? planArgument : specArgument)
      .action(async (spec: string | undefined, { restore, markers, diff, out, contract, against, ...flags }: SharedFlags & OnSpec) =>
        start(flags, async (context) => (await load())(context, { ...(spec === undefined ? {} : { spec }), ...(restore === undefined ? {} : { restore }), markers: markers ?? false, diff, out, contract, against })),
      );
  onSpec("validate", "say what is wrong in a spec", async () => (await import("./commands/validate.ts")).validate, findingFormats);
  onSpec("plan", "say what generate would do, what that means, and what is still to be written by hand; writes nothing, ends in 1 where there is something to do", async () => (await import("./commands/plan.ts")).plan, findingFormats).addOption(
    optional("--diff [path]", "show what becomes of the text of each file, or of those at this path of the project"),
  ).addOption(value("--out <file>", "write the plan to this file, for generate to carry out exactly it")).addOption(contractOption()).addOption(
    value("--against <released>", "say instead what lets callers of a released spec down: one of this commit, or in this file; ends in 1 where something does").conflicts(["diff", "out", "contract"]),
  );
  onSpec("generate", "bring the project to what its spec means, or carry out a plan that was written to a file", async () => (await import("./commands/generate.ts")).generate).addOption(
    value("--restore <path>", "write this file again, which you had deleted"),
  ).addOption(contractOption()).option("--markers", "write conflicts into the files, between markers, and tell git of them");
  onSpec("diff", "say in what the code and the spec have drifted apart, either way; writes nothing", async () => (await import("./commands/diff.ts")).diff, findingFormats);
  onSpec("undo", "bring back what the last run changed; a second time, what was undone", async () => (await import("./commands/undo.ts")).undo);
}

const contractOption = (): Option => value("--contract <names>", "let go from the database too what left the spec, as orders.Order.note; plan names what there is");

function addExtract(add: Add, start: Start): void {
  add("extract", "make a unit of its own of a service: says what that changes, and writes only with --yes")
    .argument("<service>", "the service")
    .argument("[spec]", specArgument)
    .addOption(value("--unit <name>", "the unit's name (default: the service's)"))
    .addOption(choice("--as <kind>", "how it runs (default: process)", ["process", "functions"]))
    .option("-y, --yes", "change the spec and generate")
    .action(async (service: string, spec: string | undefined, { unit, as, yes, ...shared }: SharedFlags & ExtractOptions) =>
      start(shared, async (context) => (await import("./commands/extract.ts")).extract(context, { service, spec, unit, as: as ?? "process", yes: yes ?? false })),
    );
}

function addUpgrade(add: Add, start: Start): void {
  add("upgrade", "take the templates of this keybeam in a project that an older one made: shows them, and writes only with --yes")
    .argument("[spec]", specArgument)
    .option("-y, --yes", "write them")
    .action(async (spec: string | undefined, { yes, ...shared }: SharedFlags & { readonly yes?: boolean }) =>
      start(shared, async (context) => (await import("./commands/upgrade.ts")).upgrade(context, { spec, yes: yes ?? false })),
    );
}

interface ExtractOptions {
  readonly unit?: string;
  readonly as?: "process" | "functions";
  readonly yes?: boolean;
}

interface OnSpec {
  readonly spec?: string;
  /** A path from the project's folder. */
  readonly restore?: string;
  readonly markers?: boolean;
  readonly diff?: string | true | undefined;
  readonly out?: string | undefined;
  readonly contract?: string | undefined;
  readonly against?: string | undefined;
}

interface CheckFlags extends SharedFlags {
  readonly baselineWrite?: boolean;
  readonly inlineConfig: boolean;
  readonly changed?: string | true;
  readonly timeout?: string;
  readonly watch?: boolean;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

function addCheck(add: Add, start: Start): void {
  add("check", "hold the code to the layers of the spec", findingFormats)
    .argument("[spec]", specArgument)
    .option("--baseline-write", "accept today's findings in .keybeam/baseline.json, or take out of it what is fixed")
    .option("--no-inline-config", "let no comment in the code ignore a finding")
    .addOption(optional("--changed [ref]", "findings on what changed since this commit, and on what imports it, alone (default: HEAD)"))
    .addOption(value("--timeout <time>", "give up after this time, as 30s or 5m"))
    .option("--watch", "check again after each change, until it is stopped")
    .addOption(new Option("--fix", "make the fixes that are certain, once they are shown and agreed to, and check again").conflicts(["watch", "baselineWrite"]))
    .option("--dry-run", "with --fix: show the fixes, and write nothing")
    .option("-y, --yes", "with --fix: ask nothing")
    .action(async (spec: string | undefined, { baselineWrite, inlineConfig, changed, timeout, watch, fix, dryRun, yes, ...shared }: CheckFlags) => {
      const options = { fix: fix ?? false, dryRun: dryRun ?? false, yes: yes ?? false, inlineConfig, baselineWrite: baselineWrite ?? false, changed: changed === true ? "HEAD" : changed, timeout, spec };
      const run = async (context: Context): Promise<Result> => (await import("./commands/check.ts")).check(context, options);
      if (!watch) return start(shared, run);
      const { repeatedly } = await import("./commands/check/watch.ts");
      return start(shared, run, ({ io }) => repeatedly(io.cwd, spec));
    });
}

function addInit(add: Add, start: Start): void {
  add("init", "propose the layers of code that is there already, with a baseline; overwrites nothing")
    .argument("[dir]", "the repository's folder")
    .action(async (dir: string | undefined, flags: SharedFlags) => start(flags, async (context) => (await import("./commands/init.ts")).init(context, { dir })));
}

function addTexts(add: Add, start: Start): void {
  add("explain", "print the manual of a rule, or all rules with a line on each; or `access`: who may do what")
    .argument("[rule]", "the rule's name, as a finding shows it; or `access`")
    .argument("[spec]", "of `access`: the spec (default: architecture.yaml)")
    .action(async (rule: string | undefined, spec: string | undefined, flags: SharedFlags) =>
      start(flags, async (context) =>
        (await import("./commands/explain.ts")).explain(context, { ...(rule === undefined ? {} : { rule }), ...(spec === undefined ? {} : { spec }) })),
    );
  add("schema", "print the JSON Schema of architecture.yaml")
    .action(async (flags: SharedFlags) => start(flags, async (context) => (await import("./commands/schema.ts")).schema(context, {})));
}
