import { type Diagnostic, nowhere, type Related } from "../model/diagnostic.ts";
import { errorCode } from "./error-code.ts";

/** A diagnostic on a whole file: what stands in the way of reading or writing it. */
export function fileFault(rule: string, file: string, message: string, help = "", related: readonly Related[] = []): Diagnostic {
  return { rule, severity: "error", message, at: { file, line: 1, column: 1 }, related, help };
}

const hints: Readonly<Record<string, string>> = {
  ENOSPC: "Free some space on this device and run the command again.",
  EDQUOT: "Free some of your quota on this device and run the command again.",
  EACCES: "Give yourself the right to read and write there.",
  EPERM: "Give yourself the right to read and write there.",
  EROFS: "The file system is mounted read-only.",
  EMFILE: "Raise the limit of open files (ulimit -n).",
};

/** What to do about a failure that the system names so; empty where there is nothing to add. */
export const hintOn = (code: string): string => hints[code] ?? "";

/** The diagnostic for a failure that the system reported; throws anything else again, since that is a bug. */
export function systemFault(error: unknown): Diagnostic {
  const code = errorCode(error);
  if (code === null || !(error instanceof Error) || code.startsWith("ERR_")) throw error;
  const message = error.message.startsWith(`${code}: `) ? error.message : `${code}: ${error.message}`;
  return { rule: "file-system", severity: "error", message: `The system refused with ${message}`, at: nowhere, related: [], help: hintOn(code) };
}
