import { footprint, generate as render } from "../generators/index.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic, Outcome } from "../model/diagnostic.ts";
import { changeText, type Result } from "../report/index.ts";
import { extractService, readSpec, ungenerated } from "../spec/index.ts";
import { nodeDisk, planProject } from "../workspace/index.ts";
import { type Context, isInteractive } from "./context.ts";
import { extractionFault } from "./extract/fault.ts";
import { type Extracted, writeExtracted } from "./extract/write.ts";
import { keybeamDependency } from "./origin.ts";
import { terminalAsker } from "./new/ask.ts";
import { packageVersion } from "./package.ts";
import { describedPlan } from "./plan/described.ts";
import { probe } from "./probe.ts";
import { fromFolder, loadSpec, type SpecFile } from "./spec-file.ts";
import { hasErrors, verdictOn } from "./verdict.ts";

interface ExtractFlags {
  readonly service: string;
  readonly spec?: string | undefined;
  readonly unit?: string | undefined;
  readonly as: "process" | "functions";
  readonly yes: boolean;
}

/** `keybeam extract <service>`: makes a unit of a module, by editing the spec; says first what that changes, and writes only when told to. */
export async function extract(context: Context, flags: ExtractFlags): Promise<Result> {
  const file = loadSpec(context.io.cwd, flags.spec);
  if (file.architecture === null) return failed(file.diagnostics);
  const [extracted, faults] = extractedFrom(file, file.architecture, flags);
  if (extracted === null) return failed(faults);
  const { architecture } = extracted;
  const change = changeText(footprint(file.architecture), footprint(architecture), await probe(), { service: flags.service, name: architecture.name });
  if (flags.yes || (await confirmed(context, change))) return writeExtracted(context, file, extracted, change);
  return planned(context, file, extracted, `${change}\nNothing was written. --yes does it.\n`);
}

/** The spec as it would be, read and judged like any other. */
function extractedFrom(file: SpecFile, was: Architecture, { service, unit = service, as }: ExtractFlags): Outcome<Extracted> {
  const fault = extractionFault(was, service, unit);
  if (fault !== null) return [null, [fault]];
  const text = extractService(file.text, { service, unit, as });
  const [architecture, found] = readSpec(text, file.name);
  const diagnostics = architecture === null ? found : [...found, ...ungenerated(architecture)];
  if (architecture === null || hasErrors(diagnostics)) return [null, diagnostics];
  return [{ text, architecture, diagnostics }, []];
}

async function confirmed(context: Context, change: string): Promise<boolean> {
  if (!isInteractive(context)) return false;
  context.say(`${change}\n`);
  return terminalAsker().confirm("Change architecture.yaml and generate?", false);
}

function planned({ io, strict }: Context, { folder }: SpecFile, { architecture, diagnostics }: Extracted, text: string): Result {
  const tree = render(architecture, { keybeam: keybeamDependency(folder) });
  const disk = nodeDisk(folder);
  const [planned, faults] = planProject(disk, tree, { keybeam: packageVersion() });
  if (planned === null) return failed([...diagnostics, ...fromFolder(faults, io.cwd, folder)]);
  const plan = describedPlan(disk, architecture, tree, planned.plan);
  const summary = { files: plan.files.length, unwritten: plan.unwritten.length };
  return { command: "extract", exitCode: verdictOn(diagnostics, strict), asked: "plan", diagnostics, summary, plan, tense: "planned", text };
}

function failed(diagnostics: readonly Diagnostic[]): Result {
  return { command: "extract", exitCode: 2, asked: "plan", diagnostics, summary: {} };
}
