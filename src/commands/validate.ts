import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { ungenerated } from "../spec/index.ts";
import type { Command } from "./context.ts";
import { failed } from "./failed.ts";
import { loadSpec } from "./spec-file.ts";
import { verdictOn } from "./verdict.ts";

interface Options {
  readonly spec?: string;
}

/** `keybeam validate [spec]`: everything that is wrong or looks wrong in a spec. */
export const validate: Command<Options> = async ({ io, strict }, { spec }) => {
  const { architecture, diagnostics, name } = loadSpec(io.cwd, spec);
  if (architecture === null) return failed("validate", "diagnostics", diagnostics);
  const all = [...diagnostics, ...(await unknownRules(architecture, name)), ...ungenerated(architecture).map((one) => ({ ...one, severity: "warning" as const }))];
  const { services } = architecture;
  const summary = {
    services: services.length,
    entities: services.reduce((sum, service) => sum + service.entities.length, 0),
    operations: services.reduce((sum, service) => sum + service.operations.length, 0),
    events: services.reduce((sum, service) => sum + service.events.length, 0),
    layers: architecture.layers.length,
  };
  return { command: "validate", exitCode: verdictOn(all, strict), asked: "diagnostics", diagnostics: all, summary };
};

/** Rules on code are known to those who judge it, and are read only where the spec says something of one. */
const unknownRules = async (architecture: Architecture, name: string): Promise<readonly Diagnostic[]> =>
  architecture.check.rules.size === 0 ? [] : (await import("./rule-names.ts")).unknownRules(architecture, name);
