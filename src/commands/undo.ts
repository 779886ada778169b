import { existsSync } from "node:fs";
import { nodeDisk, undoRun } from "../workspace/index.ts";
import { overtakenFindings } from "./conflicts.ts";
import type { Command } from "./context.ts";
import { failed } from "./failed.ts";
import { holdingSignals } from "./hold-signals.ts";
import { fromFolder, specFolder } from "./spec-file.ts";
import { verdictOn } from "./verdict.ts";

interface Options {
  readonly spec?: string;
}

/** `keybeam undo [spec]`: brings back every byte that the last run changed, or nothing where somebody has edited since what it wrote. */
export const undo: Command<Options> = async ({ io, strict }, { spec }) => {
  const folder = specFolder(io.cwd, spec);
  if (!existsSync(folder)) return failed("undo", "plan", []);
  const [undone, faults] = await holdingSignals(() => undoRun(nodeDisk(folder)));
  if (undone === null) return failed("undo", "plan", fromFolder(faults, io.cwd, folder));
  const diagnostics = fromFolder(overtakenFindings(undone.overtaken), io.cwd, folder);
  const summary = { files: undone.plan.files.length };
  const text = undone.plan.files.length === 0 ? "Only what keybeam keeps for itself was taken back.\n" : "";
  return { command: "undo", exitCode: verdictOn(diagnostics, strict), asked: "plan", diagnostics, summary, plan: undone.plan, tense: "done", text };
};
