import { join } from "node:path";
import { type Baseline, baselineText, readBaseline } from "../../check/index.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic, Outcome } from "../../model/diagnostic.ts";
import { nodeDisk, readInput, saveFile } from "../../workspace/reading.ts";

const longest = 32 * 1024 * 1024;

/** Where the project's baseline lies, from its folder. */
export const baselinePath = ({ check }: Architecture): string => check.baseline ?? ".keybeam/baseline.json";

/** The project's baseline; undefined where it has none. One that the spec names and that cannot be read is an error, unless it is to be written now. */
export function loadBaseline(architecture: Architecture, folder: string, toWrite: boolean): Outcome<{ readonly baseline?: Baseline }> {
  const path = baselinePath(architecture);
  if (nodeDisk(folder).look(path) === null) {
    return architecture.check.baseline === null || toWrite ? [{}, []] : [null, [fault(path, `There is no ${path}, which the spec names as its baseline.`)]];
  }
  const [bytes] = readInput(join(folder, path), path, longest);
  const baseline = bytes === null || bytes.length > longest ? null : readBaseline(bytes.toString("utf8"));
  return baseline === null ? [null, [fault(path, `${path} is no baseline that keybeam wrote.`)]] : [{ baseline }, []];
}

export function saveBaseline(architecture: Architecture, folder: string, baseline: Baseline): Diagnostic | null {
  return saveFile(nodeDisk(folder), baselinePath(architecture), baselineText(baseline), "replace");
}

function fault(path: string, message: string): Diagnostic {
  const help = "`keybeam check --baseline-write` writes one where there is none.";
  return { rule: "bad-baseline", severity: "error", message, at: { file: path, line: 1, column: 1 }, related: [], help };
}
