import type { Diagnostic } from "../model/diagnostic.ts";
import type { FileChange } from "../model/file-change.ts";
import type { Plan } from "../model/plan.ts";

/** What a command has found or done, before it is text. */
export interface Result {
  readonly command: string;
  /** 0 done and clean, 1 findings or conflicts, or of a plan something to do, 2 the job could not be done. */
  readonly exitCode: 0 | 1 | 2;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the diagnostics are what was asked for, or only talk beside it. */
  readonly asked: "diagnostics" | "plan" | "text";
  /** Figures of the run by noun, as `{ files: 142, imports: 391 }`, printed in this order. */
  readonly summary: Readonly<Record<string, number>>;
  readonly plan?: Plan;
  /** Where they were asked for: what becomes of the text of files. */
  readonly diffs?: readonly FileChange[];
  readonly tense?: "planned" | "done";
  /** Text that is the result itself: a manual, a schema; or what to do next. */
  readonly text?: string;
  /** Of files as they would be, by name, the texts that frames show in place of what lies on disk. */
  readonly drafts?: ReadonlyMap<string, string>;
}
