import { existsSync } from "node:fs";
import { basename } from "node:path";
import { check as checkCode, listFiles, openCache, openMeaningCache, type Wishes } from "../check/index.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic, Outcome } from "../model/diagnostic.ts";
import type { Result } from "../report/index.ts";
import { nodeDisk, unfinished } from "../workspace/index.ts";
import { loadBaseline, saveBaseline } from "./check/baseline-file.ts";
import { changedSince, changesEverything } from "./check/changed.ts";
import { milliseconds, within } from "./check/deadline.ts";
import type { Command } from "./context.ts";
import { flagFault } from "./flag-fault.ts";
import { unknownRules } from "./rule-names.ts";
import { fromFolder, loadSpec } from "./spec-file.ts";
import { hasErrors, verdictOn } from "./verdict.ts";

export interface CheckOptions {
  readonly spec?: string | undefined;
  /** A commit: only what changed since then is of interest. */
  readonly changed?: string | undefined;
  readonly timeout?: string | undefined;
  readonly inlineConfig?: boolean;
  readonly baselineWrite?: boolean;
}

/** `keybeam check [spec]`: holds the code in the spec's folder to the layers of the spec. Runs nothing of the project, and writes nothing but a baseline and its cache. */
export const check: Command<CheckOptions> = async ({ io, strict }, options) => {
  const { architecture, diagnostics, folder, name } = loadSpec(io.cwd, options.spec);
  if (architecture === null || !existsSync(folder)) return failed(diagnostics);
  const unknown = unknownRules(architecture, name);
  if (hasErrors(unknown)) return failed(unknown);
  const inFolder = (found: readonly Diagnostic[]): readonly Diagnostic[] => fromFolder(found, io.cwd, folder, name);
  const halfDone = unfinished(nodeDisk(folder));
  if (halfDone !== null) return failed(inFolder([halfDone]));
  const [wishes, faults] = await wishesOf({ architecture, folder, name: basename(name) }, options);
  if (wishes === null) return failed(inFolder(faults));
  const [known, meant] = [openCache(folder), openMeaningCache(folder)];
  const { project, missed } = within(wishes.timeoutMs, listFiles(folder), Date.now);
  const { diagnostics: findings, summary, baseline } = await checkCode(architecture, project, { ...wishes, cache: known.cache, meanings: meant.cache });
  known.save();
  meant.save();
  const late = missed();
  if (late !== null) return failed([late]);
  const refused = options.baselineWrite ? saveBaseline(architecture, folder, baseline) : null;
  if (refused !== null) return failed(inFolder([refused]));
  const all = [...unknown, ...inFolder(findings)];
  return { command: "check", exitCode: verdictOn(all, strict), asked: "diagnostics", diagnostics: all, summary: { ...summary } };
};

/** What the flags and the project's own baseline ask of this run. */
async function wishesOf({ architecture, folder, name }: Asked, options: CheckOptions): Promise<Outcome<Wishes & { readonly timeoutMs: number }>> {
  const { baselineWrite = false, inlineConfig = true, changed, timeout } = options;
  const timeoutMs = timeout === undefined ? Number.POSITIVE_INFINITY : milliseconds(timeout);
  if (timeoutMs === null) return [null, [flagFault("--timeout", `"${timeout}" is no time.`, "Write it as 30s, 500ms or 5m.")]];
  const [loaded, faults] = loadBaseline(architecture, folder, baselineWrite);
  if (loaded === null) return [null, faults];
  const [since, gitFaults] = changed === undefined ? [undefined, []] : await changedSince(changed, folder);
  if (since === null) return [null, gitFaults];
  const everything = since === undefined || [...since].some((path) => changesEverything(path, name));
  const baseline = loaded.baseline ?? (baselineWrite ? "all" : undefined);
  return [{ timeoutMs, inlineConfig, baseline, changed: everything ? undefined : since }, []];
}

interface Asked {
  readonly architecture: Architecture;
  readonly folder: string;
  /** The spec's own file name. */
  readonly name: string;
}

function failed(diagnostics: readonly Diagnostic[]): Result {
  return { command: "check", exitCode: 2, asked: "diagnostics", diagnostics, summary: {} };
}
