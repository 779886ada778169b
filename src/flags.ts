import { type Command, InvalidArgumentError, Option } from "commander";

/** The flags that every command takes. */
export interface SharedFlags {
  readonly format?: "pretty" | "json";
  readonly strict?: boolean;
  readonly debug?: boolean;
}

export function addSharedFlags(command: Command): Command {
  return command
    .addOption(choice("--format <format>", "how the result is written (default: pretty)", ["pretty", "json"]))
    .option("--strict", "warnings count as findings")
    .option("--debug", "show the stack of a bug");
}

/** A flag with one value. Given twice it is refused, since one of the two would be ignored. */
export function value(flags: string, description: string): Option {
  return new Option(flags, description).argParser(once);
}

export function choice(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, description).choices(values).argParser((given, previous) => {
    if (!values.includes(given)) throw new InvalidArgumentError(`It is one of ${values.join(", ")}.`);
    return once(given, previous);
  });
}

function once(given: string, previous: unknown): string {
  if (previous !== undefined) throw new InvalidArgumentError("It is given twice.");
  if (given === "") throw new InvalidArgumentError("It needs a value.");
  if (given.includes("\0")) throw new InvalidArgumentError("It holds a NUL.");
  return given;
}
