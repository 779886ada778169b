import { type Command, InvalidArgumentError, Option } from "commander";
import type { Wanted } from "./commands/render.ts";
import type { FormatName } from "./report/index.ts";

/** The flags that every command takes. */
export interface SharedFlags {
  readonly format?: readonly Wanted[];
  readonly strict?: boolean;
  readonly debug?: boolean;
}

/** `formats` are those in which the command's result can be written. */
export function addSharedFlags(command: Command, formats: readonly FormatName[]): Command {
  const [wanted, early]: [Wanted[], string[]] = [[], []];
  const format = `${formats.join(", ")}; several as "${formats[1]}=FILE,pretty" (default: pretty)`;
  return command
    .addOption(new Option("--format <formats>", `how the result is written: ${format}`).argParser((given) => addFormats(given, wanted, formats)))
    .addOption(new Option("--output <file>", "write the format named before, or the only one, to this file").argParser((given) => sendTo(checked(given), wanted, early)))
    .hook("preAction", (chosen) => {
      const [only] = wanted;
      if (early.length > 0 && !(only?.file === null && early.length + wanted.length === 2)) chosen.error(`error: option '--output <file>': ${follows}`);
      for (const file of early) sendTo(file, wanted, []);
      if (wanted.filter(({ file }) => file === null).length > 1) chosen.error("error: option '--format <formats>': Two would go to stdout: write one as sarif=FILE.");
    })
    .option("--strict", "warnings count as findings")
    .option("--debug", "show the stack of a bug");
}

/** A flag with one value. Given twice it is refused, since one of the two would be ignored. */
export function value(flags: string, description: string): Option {
  return new Option(flags, description).argParser(once);
}

/** A flag with one value or none. */
export function optional(flags: string, description: string): Option {
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
  return checked(given);
}

function checked(given: string): string {
  if (given === "") throw new InvalidArgumentError("It needs a value.");
  if (given.includes("\0")) throw new InvalidArgumentError("It holds a NUL.");
  return given;
}

/** `sarif=report.sarif,pretty`: each with its file; one at most without, which goes to stdout. */
function addFormats(given: string, wanted: Wanted[], formats: readonly FormatName[]): readonly Wanted[] {
  for (const part of given.split(",")) {
    const [name = "", file = null] = /^([^=]*)=([\s\S]*)$/.exec(part)?.slice(1) ?? [part];
    const format = formats.find((one) => one === name);
    if (format === undefined) throw new InvalidArgumentError(`It is one of ${formats.join(", ")}.`);
    add({ format, file: file === null ? null : checked(file) }, wanted);
  }
  return wanted;
}

const follows = "It follows the --format that goes to this file.";

/** The format named last goes to a file; before any is named the file waits among `early`. */
function sendTo(file: string, wanted: Wanted[], early: string[]): string {
  const last = wanted.pop();
  if (last === undefined) early.push(file);
  if (last === undefined) return file;
  if (last.file !== null) throw new InvalidArgumentError(follows);
  add({ format: last.format, file }, wanted);
  return file;
}

function add(one: Wanted, wanted: Wanted[]): void {
  if (one.file !== null && wanted.some(({ file }) => file === one.file)) throw new InvalidArgumentError("Two would go to one file.");
  wanted.push(one);
}
