import type { Diagnostic, Outcome } from "../model/diagnostic.ts";
import type { FileChange } from "../model/file-change.ts";
import { hashOf } from "./content.ts";
import { type Disk, readIfFile } from "./disk.ts";
import { fileFault } from "./fault.ts";
import { obstacleOn } from "./obstacles.ts";
import type { Operation } from "./operation.ts";
import { pathFault } from "./paths.ts";

/** What it takes to carry changes out. Null where a file is another than the one that was read, or something is in the way. */
export function prepareChanges(disk: Disk, changes: readonly FileChange[]): Outcome<readonly Operation[]> {
  const faults = changes.flatMap((change) => faultOf(disk, change) ?? []);
  return faults.length > 0 ? [null, faults] : [changes.flatMap((change) => operationsFor(disk, change)), []];
}

function faultOf(disk: Disk, { from, to, before }: FileChange): Diagnostic | null {
  const bad = [from, to].find((path) => pathFault(path) !== null);
  if (bad !== undefined) return fileFault("unwritable-path", bad, `This path cannot be written: ${pathFault(bad)}.`);
  const obstacle = obstacleOn(disk, from) ?? obstacleOn(disk, to);
  if (obstacle !== null) return fileFault("path-kind", obstacle.path, `${obstacle.path} is ${obstacle.what}; nothing was written.`);
  if (readIfFile(disk, from)?.equals(Buffer.from(before)) !== true) return changed(from, "is another than it was when it was read");
  return from !== to && disk.look(to) !== null ? changed(to, "is there by now") : null;
}

function changed(path: string, what: string): Diagnostic {
  return fileFault("conflict", path, `${path} ${what}: nothing was written.`, "Run the command again.");
}

/** A file keeps its permissions, wherever it goes. */
function operationsFor(disk: Disk, { from, to, before, after }: FileChange): readonly Operation[] {
  const oldHash = hashOf(Buffer.from(before));
  const write = { op: "write" as const, path: to, content: Buffer.from(after), mode: { exact: disk.look(from)?.mode ?? 0o644 } };
  if (from === to) return [{ ...write, oldHash }];
  return [{ ...write, oldHash: null }, { op: "remove", path: from, oldHash }];
}
