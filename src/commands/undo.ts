import { existsSync } from "node:fs";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Result } from "../report/index.ts";
import { nodeDisk, undoRun } from "../workspace/index.ts";
import { overtakenFindings } from "./conflicts.ts";
import type { Command } from "./context.ts";
import { holdingSignals } from "./hold-signals.ts";
import { fromFolder, specFolder } from "./spec-file.ts";
import { verdictOn } from "./verdict.ts";

interface Options {
  readonly spec?: string;
}

/** `keybeam undo [spec]`: brings back every byte that the last run changed, or nothing where somebody has edited since what it wrote. */
export const undo: Command<Options> = async ({ io, strict }, { spec }) => {
  const folder = specFolder(io.cwd, spec);
  if (!existsSync(folder)) return failed([]);
  const [undone, faults] = await holdingSignals(() => undoRun(nodeDisk(folder)));
  if (undone === null) return failed(fromFolder(faults, io.cwd, folder));
  const diagnostics = fromFolder(overtakenFindings(undone.overtaken), io.cwd, folder);
  const summary = { files: undone.plan.files.length };
  return { command: "undo", exitCode: verdictOn(diagnostics, strict), asked: "plan", diagnostics, summary, plan: undone.plan, tense: "done" };
};

function failed(diagnostics: readonly Diagnostic[]): Result {
  return { command: "undo", exitCode: 2, asked: "plan", diagnostics, summary: {} };
}
