import type { CommanderError } from "commander";
import { flagFault } from "./commands/flag-fault.ts";
import { findingFormats } from "./commands/render.ts";
import type { FormatName, Result } from "./report/index.ts";

/** Whether a command line was refused, and not only answered with help or the version. */
export const isMisuse = ({ code }: CommanderError): boolean => !/^commander\.(?:help|helpDisplayed|version)$/.test(code);

/** A command line that says nothing keybeam can do, as a result like any other. */
export function misuse(message: string, argv: readonly string[]): Result {
  const [, said = message, , near] = /^(?:error: )?([\s\S]*?)(\n\((Did you mean [\s\S]*)\))?$/.exec(message) ?? [];
  const diagnostic = flagFault(null, asSentence(said.replace(overlong, (word) => `${word.slice(0, longest)}…`)), meantFields(said, argv) ?? near ?? "`keybeam --help` and `keybeam <command> --help` say more.");
  return { command: commandIn(argv), exitCode: 2, asked: "text", diagnostics: [diagnostic], summary: {} };
}

/** In a spec an operation has `input` and `output`; as a flag the second says where a report goes. */
const meantFields = (said: string, [command, kind]: readonly string[]): string | null =>
  command === "add" && kind === "operation" && /'--(?:input|output)\b/.test(said) ? "What an operation takes is --takes, what it answers --answers." : null;

/** The command that a command line names, as far as it can be told. */
export const commandIn = ([command = "keybeam"]: readonly string[]): string => command.slice(0, longest);

/** Node puts this character in the place of bytes that are no UTF-8: which file was meant can no longer be told. */
export const isUnreadable = (argument: string): boolean => argument.includes("\u{FFFD}");

const longest = 64;
const overlong = /\S{65,}/g;

const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? "" : "."}`;

/** The one format that was asked for, as far as it can be told from words that commander refused. */
export function formatAsked(argv: readonly string[]): FormatName {
  const asked = argv.flatMap((word, index) => (word === "--format" ? [argv[index + 1] ?? ""] : word.startsWith("--format=") ? [word.slice("--format=".length)] : []));
  const [format = "pretty", ...others] = asked.flatMap((list) => list.split(",")).flatMap((word) => findingFormats.filter((name) => name === word));
  return others.length === 0 ? format : "pretty";
}
