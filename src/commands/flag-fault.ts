import type { Diagnostic } from "../model/diagnostic.ts";

/** What is wrong with a flag, or what it asks for could not be done. */
export function flagFault(flag: string, message: string, help: string): Diagnostic {
  return { rule: "command-line", severity: "error", message, at: { file: flag, line: 1, column: 1 }, related: [], help };
}
