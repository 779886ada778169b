import { type Diagnostic, nowhere } from "../model/diagnostic.ts";

/** What is wrong with the command line: with a flag or an argument of it, which the message names. */
export function flagFault(flag: string | null, message: string, help: string): Diagnostic {
  return { rule: "command-line", severity: "error", message: flag === null ? message : `${flag}: ${message}`, at: nowhere, related: [], help };
}
