import type { Diagnostic } from "../model/diagnostic.ts";
import { byVersion, type Disk, lastRun } from "../workspace/index.ts";
import { packageVersion } from "./package.ts";

/** A warning where a newer keybeam wrote the project: what that one has improved would go back. */
export function versionFindings(disk: Disk, own: string = packageVersion()): readonly Diagnostic[] {
  const last = lastRun(disk).keybeam;
  if (last === null || byVersion(last, own) <= 0) return [];
  return [
    {
      rule: "older-keybeam",
      severity: "warning",
      message: `keybeam ${last} wrote this project, and this is ${own}: files go back to how that one renders them.`,
      at: { file: ".keybeam/version", line: 1, column: 1 },
      related: [],
      help: `Run the keybeam that package.json names: npx keybeam. To go back on purpose, install ${own} there.`,
    },
  ];
}
