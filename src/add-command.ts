import type { Command } from "commander";
import { type DetailName, type Kind, kinds } from "./commands/add/kinds.ts";
import { addSharedFlags, type SharedFlags, value } from "./flags.ts";
import { exampleLines } from "./help.ts";
import type { FormatName } from "./report/index.ts";
import type { Start } from "./invocation.ts";

type AddOptions = SharedFlags & { readonly spec?: string; readonly yes?: boolean } & { readonly [Name in DetailName]?: string };

/** `keybeam add <kind>`: a command for each kind, with the flags that its table names. */
export function addKinds(group: Command, formats: readonly FormatName[], start: Start): void {
  group
    .enablePositionalOptions()
    .argument("[kind]", `what to add: ${kinds.map(({ name }) => name).join(", ")}`)
    .allowExcessArguments(true)
    .action(async (kind: string | undefined, options: AddOptions) => run(start, kind, undefined, undefined, options));
  onSpec(group);
  for (const kind of kinds) addKind(group, kind, formats, start);
}

function addKind(group: Command, { name, says, written, second, flags, examples }: Kind, formats: readonly FormatName[], start: Start): void {
  const command = addSharedFlags(group.command(name).description(`add ${says}`), formats)
    .allowExcessArguments(false)
    .argument(`[${written}]`, "its name")
    .addHelpText("after", exampleLines(examples));
  if (second !== null) command.argument(`[${second.name}]`, `${second.says}, as "${second.example}"`);
  for (const flag of flags) command.addOption(value(`--${dashed(flag.name)} <text>`, `${flag.says}, as "${flag.example}"`));
  onSpec(command).action(async (given: string | undefined, ...rest: readonly unknown[]) => {
    const options = command.opts<AddOptions>();
    await run(start, name, given, second !== null && typeof rest[0] === "string" ? rest[0] : undefined, options);
  });
}

const onSpec = (command: Command): Command => command.addOption(value("--spec <file>", "the spec (default: architecture.yaml)")).option("-y, --yes", "change the spec and generate; ask nothing");

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

async function run(start: Start, kind: string | undefined, name: string | undefined, second: string | undefined, { spec, yes, ...options }: AddOptions): Promise<void> {
  const flags = { kind, name, second, details: options, spec, yes: yes ?? false };
  await start(options, async (context) => (await import("./commands/add.ts")).add(context, flags));
}
