import type { Result } from "../report/index.ts";
import { errorCode, systemFault } from "../workspace/reading.ts";
import { failed } from "./failed.ts";
import { flagFault } from "./flag-fault.ts";

/** A failure that the system reported where no command looked for one, as a result; null where the error is a fault of keybeam's own. */
export function systemRefusal(error: unknown, command: string): Result | null {
  const code = errorCode(error);
  return code === null || code.startsWith("ERR_") ? null : failed(command, "text", [systemFault(error)]);
}

/** Every path is said from the current folder: without one nothing can be named. */
export const withoutFolder = (command: string): Result =>
  failed(command, "text", [flagFault(null, "The current folder is gone, or may not be read.", "Go to a folder that is there, and run the command again.")]);
