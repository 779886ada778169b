/** The half of this room's door for commands that plan nothing, so that they load nothing that merges. */
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Disk } from "./disk.ts";
import { fileFault } from "./fault.ts";
import { journalPath } from "./paths.ts";

export { hashOf } from "./content.ts";
export { systemFault } from "./fault.ts";
export { generatedFiles } from "./generated.ts";
export { keepIdle, recallIdle, watched, type WatchedDisk } from "./idle/index.ts";
export { errorCode } from "./error-code.ts";
export type { Disk } from "./disk.ts";
export { nodeDisk } from "./node-disk.ts";
export { openConflicts } from "./open-conflicts.ts";
export { readInput } from "./read-input.ts";
export { saveFile } from "./save-file.ts";

/** Says so where an earlier run was cut short in the middle of writing: until it is ended, some files are old and some are new. */
export function unfinished(disk: Disk): Diagnostic | null {
  if (disk.look(journalPath) === null) return null;
  const message = "An earlier run was cut short while it wrote: some files are old and some are new.";
  return fileFault("unfinished-transaction", journalPath, message, "Run `keybeam generate`, or `keybeam check --fix`: it ends what was begun.");
}
