import { footprint } from "../generators/index.ts";
import { changeText, dataText, type Result } from "../report/index.ts";
import { extractService } from "../spec/index.ts";
import { type Context, isInteractive } from "./context.ts";
import { extractionFault } from "./extract/fault.ts";
import { failed } from "./failed.ts";
import { terminalAsker } from "./new/ask.ts";
import { probe } from "./probe.ts";
import { changeOf, planned, write } from "./spec-change.ts";
import { loadSpec } from "./spec-file.ts";

interface ExtractFlags {
  readonly service: string;
  readonly spec?: string | undefined;
  readonly unit?: string | undefined;
  readonly as: "process" | "functions";
  readonly yes: boolean;
}

/** `keybeam extract <service>`: makes a unit of its own of a module, by editing the spec; says first what that changes, and writes only when told to. */
export async function extract(context: Context, { service, spec, unit = service, as, yes }: ExtractFlags): Promise<Result> {
  const file = loadSpec(context.io.cwd, spec);
  if (file.architecture === null) return failed("extract", "plan", file.diagnostics);
  const fault = extractionFault(file.architecture, service, unit);
  if (fault !== null) return failed("extract", "plan", [fault]);
  const change = changeOf("extract", file, extractService(file.text, { service, unit, as }));
  if ("refused" in change) return change.refused;
  const { architecture } = change;
  const [was, now] = [footprint(file.architecture), footprint(architecture)];
  const text = changeText(was, now, await probe(), service);
  const ahead = `${text}${dataText(was, now, architecture.name)}`;
  if (yes || (await confirmed(context, ahead))) return write(context, change, text);
  return planned(context, change, `${ahead}\nNothing was written. --yes does it.\n`);
}

async function confirmed(context: Context, change: string): Promise<boolean> {
  if (!isInteractive(context)) return false;
  context.say(`${change}\n`);
  return terminalAsker().confirm("Change architecture.yaml and generate?", false);
}
