import { existsSync } from "node:fs";
import { basename } from "node:path";
import { check as checkCode, listFiles, openCache, openMeaningCache } from "../check/index.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { nodeDisk } from "../workspace/reading.ts";
import { baselinePath, saveBaseline } from "./check/baseline-file.ts";
import { within } from "./check/deadline.ts";
import { tuneEngine } from "./check/engine.ts";
import type { Fixed } from "./check/fix.ts";
import { type FixFlags, fixFlagFault, halfDoneIn } from "./check/fix-flags.ts";
import { knownSpec } from "./check/known-spec.ts";
import { touching, type WishFlags, wishesOf } from "./check/wishes.ts";
import type { Command } from "./context.ts";
import { failed } from "./failed.ts";
import { openConflictFindings } from "./open-conflicts.ts";
import { fromFolder, specPaths } from "./spec-paths.ts";
import { verdictOn } from "./verdict.ts";

export interface CheckOptions extends WishFlags, FixFlags {
  readonly spec?: string | undefined;
}

/** `keybeam check [spec]`: holds the code in the spec's folder to the layers of the spec. Runs nothing of the project, and writes nothing but a baseline, its cache, and what `--fix` is told to. */
export const check: Command<CheckOptions> = async (context, options) => {
  tuneEngine();
  const { io, strict } = context;
  const misfit = fixFlagFault(options, context);
  if (misfit !== null) return failed("check", "diagnostics", [misfit]);
  const paths = specPaths(io.cwd, options.spec);
  const { folder, name } = paths;
  const known = openCache(folder);
  const { architecture, diagnostics } = await knownSpec(io.cwd, paths, known);
  if (architecture === null || !existsSync(folder)) return failed("check", "diagnostics", diagnostics);
  const inFolder = (found: readonly Diagnostic[]): readonly Diagnostic[] => fromFolder(found, io.cwd, folder, name);
  const halfDone = await halfDoneIn(folder, options);
  if (halfDone.length > 0) return failed("check", "diagnostics", inFolder(halfDone));
  const [wishes, faults] = await wishesOf({ architecture, folder, name: basename(name) }, options);
  if (wishes === null) return failed("check", "diagnostics", inFolder(faults));
  const meant = openMeaningCache(folder);
  const first = within(wishes.timeoutMs, listFiles(folder), Date.now);
  const caches = { cache: known.cache, meanings: meant.cache };
  const fixed = options.fix ? await (await import("./check/fix.ts")).fixCode(context, { architecture, folder, ...first }, { ...wishes, ...caches }, options) : UNTOUCHED;
  if (fixed.result !== null) return { ...fixed.result, diagnostics: inFolder(fixed.result.diagnostics) };
  const then = fixed.changes.length === 0 ? first : within(wishes.timeoutMs, listFiles(folder), Date.now);
  const { diagnostics: findings, summary, baseline } = await checkCode(architecture, then.project, { ...touching(wishes, fixed.changes), ...caches, offers: !options.fix });
  known.save();
  meant.save();
  const late = then.missed();
  if (late !== null) return failed("check", "diagnostics", [late]);
  const refused = options.baselineWrite ? saveBaseline(architecture, folder, baseline) : null;
  if (refused !== null) return failed("check", "diagnostics", inFolder([refused]));
  if (options.baselineWrite && wishes.baseline !== "all" && findings.length > 0) context.say(onlyShrinks(baselinePath(architecture)));
  const all = [...diagnostics, ...inFolder([...openConflictFindings(nodeDisk(folder), "warning"), ...fixed.findings, ...findings])];
  const figures = { ...summary, ...(options.fix ? { fixes: fixed.fixes } : {}) };
  return { command: "check", exitCode: verdictOn(all, strict), asked: "diagnostics", diagnostics: all, summary: figures };
};

const onlyShrinks = (path: string): string => `What is new was not accepted: ${path} may only shrink. To begin it anew, delete it and run this again.\n`;

/** What there is of `--fix` where it was not asked for. */
const UNTOUCHED: Fixed = { result: null, fixes: 0, changes: [], findings: [] };
