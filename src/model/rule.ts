import type { Architecture, Json } from "./architecture.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";

/** A rule on the meaning of a spec: pure, one file each under `spec/rules/`, its manual under `docs/rules/<id>.md`. */
export interface SpecRule {
  readonly id: string;
  readonly severity: Severity;
  /** `spec` is the spec as data, for the parts that an `Architecture` has no room for yet. */
  readonly find: (architecture: Architecture, spec: Json) => readonly Diagnostic[];
}
