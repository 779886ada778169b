import type { Architecture } from "./architecture.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";

/** A rule on the meaning of a spec: pure, one file each under `spec/rules/`, its manual under `docs/rules/<id>.md`. */
export interface SpecRule {
  readonly id: string;
  readonly severity: Severity;
  readonly find: (architecture: Architecture) => readonly Diagnostic[];
}
