import type { Diagnostic, Severity } from "../../model/diagnostic.ts";
import type { ImportGraph } from "../graph.ts";
import type { Meaning } from "../meaning/fact.ts";
import type { Question } from "../meaning/index.ts";

/** A rule on code: pure, one file each, its manual under `docs/rules/<id>.md`. */
export interface CodeRule {
  readonly id: string;
  /** Where `check.rules` says nothing; a finding may be milder by its nature. */
  readonly severity: Severity;
  /** Only where `check.rules` names it: it asks for more than every code base wants. */
  readonly onRequest?: true;
  /** What it must know of the code besides its imports. */
  readonly reads?: Question;
  readonly find: (graph: ImportGraph, meaning: Meaning) => readonly Finding[];
}

/** A diagnostic before its rule has given it a name and a severity. */
export type Finding = Omit<Diagnostic, "rule" | "severity"> & { readonly severity?: Severity };
