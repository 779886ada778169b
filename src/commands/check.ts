import { existsSync } from "node:fs";
import { check as checkCode, listFiles } from "../check/index.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Result } from "../report/index.ts";
import { nodeDisk, unfinished } from "../workspace/index.ts";
import type { Command } from "./context.ts";
import { fromFolder, loadSpec } from "./spec-file.ts";
import { verdictOn } from "./verdict.ts";

interface Options {
  readonly spec?: string;
}

/** `keybeam check [spec]`: holds the code in the spec's folder to the layers of the spec. Reads only, and runs nothing of the project. */
export const check: Command<Options> = async ({ io, strict }, { spec }) => {
  const { architecture, diagnostics, folder, name } = loadSpec(io.cwd, spec);
  if (architecture === null || !existsSync(folder)) return failed(diagnostics);
  const halfDone = unfinished(nodeDisk(folder));
  if (halfDone !== null) return failed(fromFolder([halfDone], io.cwd, folder));
  const { diagnostics: findings, summary } = await checkCode(architecture, listFiles(folder));
  const all = fromFolder(findings, io.cwd, folder, name);
  return { command: "check", exitCode: verdictOn(all, strict), asked: "diagnostics", diagnostics: all, summary };
};

function failed(diagnostics: readonly Diagnostic[]): Result {
  return { command: "check", exitCode: 2, asked: "diagnostics", diagnostics, summary: {} };
}
