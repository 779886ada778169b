import { Command } from "commander";
import type { Context } from "./commands/context.ts";
import { addSharedFlags, choice, type SharedFlags, value } from "./flags.ts";
import { commandExamples, overview } from "./help.ts";
import type { Result } from "./report/index.ts";

/** What the command line asks for; the command's own code is loaded when it runs. */
export interface Invocation {
  readonly shared: SharedFlags;
  readonly run: (context: Context) => Promise<Result>;
}

type Start = (shared: SharedFlags, run: Invocation["run"]) => Promise<void>;

const topologies = ["monolith", "modular-monolith", "microservices", "serverless", "hybrid"];
const specArgument = "the spec (default: architecture.yaml)";

/** The commander program. It reads the command line and hands what is to run to `start`. */
export function programFor(version: string, start: Start): Command {
  const program = new Command("keybeam")
    .description("One YAML file says what a backend is: keybeam checks it, generates it, and keeps its layers true.")
    .version(version, "-v, --version")
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("(`keybeam --help` and `keybeam <command> --help` say more)")
    .addHelpText("after", overview);
  const add = (name: string, text: string): Command =>
    addSharedFlags(program.command(name).description(text)).allowExcessArguments(false).addHelpText("after", commandExamples(name));
  addNew(add, start);
  addOnSpec(add, start);
  addTexts(add, start);
  return program;
}

type Add = (name: string, text: string) => Command;

function addNew(add: Add, start: Start): void {
  add("new", "make a project: by questions, from a spec, or from an example")
    .argument("[dir]", "the folder to make it in")
    .addOption(value("--spec <file>", "start from this spec"))
    .addOption(value("--example <name>", "start from this example"))
    .addOption(value("--name <name>", "name of the system (default: the folder's)"))
    .addOption(choice("--topology <topology>", "how the services are deployed", topologies))
    .addOption(value("--service <name>", "the first service"))
    .addOption(value("--entity <name>", "its first entity"))
    .addOption(value("--fields <fields>", 'its fields, as "title: string(1..200); done: bool = false"'))
    .addOption(choice("--auth <model>", "who may come in", ["none", "jwt"]))
    .option("-y, --yes", "take the default answer to everything that is not said")
    .option("--install", "run npm install afterwards")
    .option("--start", "run npm run dev afterwards (and npm install before it)")
    .action(async (dir: string | undefined, flags: SharedFlags) =>
      start(flags, async (context) => (await import("./commands/new.ts")).newProject(context, { ...flags, ...(dir === undefined ? {} : { dir }) })),
    );
}

function addOnSpec(add: Add, start: Start): void {
  const onSpec = (name: string, text: string, load: () => Promise<(context: Context, options: { spec?: string }) => Promise<Result>>): void => {
    add(name, text)
      .argument("[spec]", specArgument)
      .action(async (spec: string | undefined, flags: SharedFlags) =>
        start(flags, async (context) => (await load())(context, spec === undefined ? {} : { spec })),
      );
  };
  onSpec("validate", "say what is wrong in a spec", async () => (await import("./commands/validate.ts")).validate);
  onSpec("plan", "say what generate would do, and what is still to be written by hand; writes nothing", async () => (await import("./commands/plan.ts")).plan);
  onSpec("generate", "bring the project to what its spec means", async () => (await import("./commands/generate.ts")).generate);
  onSpec("check", "hold the code to the layers of the spec", async () => (await import("./commands/check.ts")).check);
}

function addTexts(add: Add, start: Start): void {
  add("explain", "print the manual of a rule, or the names of all rules")
    .argument("[rule]", "the rule's name, as a finding shows it")
    .action(async (rule: string | undefined, flags: SharedFlags) =>
      start(flags, async (context) => (await import("./commands/explain.ts")).explain(context, rule === undefined ? {} : { rule })),
    );
  add("schema", "print the JSON Schema of architecture.yaml")
    .action(async (flags: SharedFlags) => start(flags, async (context) => (await import("./commands/schema.ts")).schema(context, {})));
}
