import { existsSync } from "node:fs";
import { keptSpec } from "../spec/index.ts";
import { type Disk, lastSpec, nodeDisk, undoRun } from "../workspace/index.ts";
import { readInput } from "../workspace/reading.ts";
import { overtakenFindings } from "./conflicts.ts";
import type { Command } from "./context.ts";
import { failed } from "./failed.ts";
import { holdingSignals } from "./hold-signals.ts";
import { fromFolder, specBytes, specFolder } from "./spec-file.ts";
import { type SpecPaths, specPaths } from "./spec-paths.ts";
import { verdictOn } from "./verdict.ts";

interface Options {
  readonly spec?: string;
}

/** `keybeam undo [spec]`: brings back every byte that the last run changed, or nothing where somebody has edited since what it wrote. */
export const undo: Command<Options> = async ({ io, strict }, { spec }) => {
  const folder = specFolder(io.cwd, spec);
  if (!existsSync(folder)) return failed("undo", "plan", []);
  const disk = nodeDisk(folder);
  const [undone, faults] = await holdingSignals(() => undoRun(disk));
  if (undone === null) return failed("undo", "plan", fromFolder(faults, io.cwd, folder));
  const diagnostics = fromFolder(overtakenFindings(undone.overtaken), io.cwd, folder);
  const summary = { files: undone.plan.files.length };
  const only = undone.plan.files.length === 0 ? "Only what keybeam keeps for itself was taken back.\n" : "";
  const text = `${only}${specAhead(disk, specPaths(io.cwd, spec))}`;
  return { command: "undo", exitCode: verdictOn(diagnostics, strict), asked: "plan", diagnostics, summary, plan: undone.plan, tense: "done", text };
};

/** An edit of the spec by hand is no part of a run: it stays, and the next run would do again what was taken back. */
function specAhead(disk: Disk, { file, name }: SpecPaths): string {
  const [bytes] = existsSync(file) ? readInput(file, name, specBytes) : [null];
  if (bytes === null || keptSpec(bytes) === lastSpec(disk)) return "";
  return `Your edit of ${name} stays, and \`keybeam generate\` goes by it: take it back too (\`git restore ${name}\`), or go on from it.\n`;
}
