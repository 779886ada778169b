import type { Diagnostic, Severity } from "../model/diagnostic.ts";
import { type Disk, openConflicts } from "../workspace/reading.ts";

/**
 * One finding where texts that were not merged wait for somebody to look at them, whoever laid them there and when. `said` are the files of which
 * there is a finding already.
 */
export function openConflictFindings(disk: Disk, severity: Severity, said: readonly string[] = []): readonly Diagnostic[] {
  const open = openConflicts(disk).filter((path) => !said.includes(path));
  const [first, ...more] = open;
  if (first === undefined) return [];
  const names = more.length > SHOWN ? `${[first, ...more.slice(0, SHOWN)].join(", ")} and ${more.length - SHOWN} more` : open.join(", ");
  return [
    {
      rule: "conflict",
      severity,
      message: `${open.length === 1 ? "A conflict lies" : `${open.length} conflicts lie`} open: ${names}.`,
      at: { file: `.keybeam/conflicts/${first}`, line: 1, column: 1 },
      related: [],
      help: "Take what you need from .keybeam/conflicts/<path> into the file, then delete it there.",
    },
  ];
}

/** Names after the first. */
const SHOWN = 2;
