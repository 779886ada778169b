import { type UnsaidRename, unsaidRenames } from "../generators/index.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { locate, readKept } from "../spec/index.ts";
import { type Disk, lastSpec } from "../workspace/index.ts";

/** A warning for each thing that may be one of the last run under another name, as long as the spec does not say so. */
export function unsaidRenameFindings(disk: Disk, architecture: Architecture): readonly Diagnostic[] {
  const last = lastSpec(disk);
  const was = last === null ? null : readKept(last);
  return was === null ? [] : unsaidRenames(was, architecture).map((one) => finding(one, architecture));
}

function finding({ at, name, gone, left }: UnsaidRename, architecture: Architecture): Diagnostic {
  const [first = ""] = gone;
  return {
    rule: "unsaid-rename",
    severity: "warning",
    message: `${name} is new, and ${gone.join(" and ")}, of the same shape, ${gone.length === 1 ? "is" : "are"} gone: of a rename that is not said ${left}.`,
    at: locate(architecture, at),
    target: `${at} ${gone.join(" ")}`,
    related: [],
    help: `Where it is the same thing, write \`${name}: { was: ${first}, … }\` before it is generated, or after \`keybeam undo\`.`,
  };
}
