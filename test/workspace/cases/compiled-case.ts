import type { CompileFault, Plan } from "../../../src/model/plan.ts";
import type { Compile } from "../../../src/workspace/index.ts";
import type { WarmCompiler } from "./warm-compiler.ts";

/** How a case went that was compiled. */
export interface Compiled {
  /** Whether what the user had compiled. */
  readonly oursDid: boolean;
  /** Whether what there is now does not, where what the user had did. */
  readonly breaks: boolean;
  readonly merged: boolean;
  /** Files whose merge was held back, since it did not compile. */
  readonly heldBack: number;
  /** What does not compile now, did before, and is in no conflict and no finding; a run that merged nothing compiles nothing, and may leave the user's own code behind. */
  readonly unsaid: readonly string[];
}

/** The compiler as a run is handed it, and what is to be said of the project after the run. */
export function compiledCase(compiler: WarmCompiler, ours: ReadonlyMap<string, string>): { readonly compile: Compile; readonly after: (files: ReadonlyMap<string, string>, plan: Plan) => Compiled } {
  const before = compiler(ours);
  const known = new Set(before.map(nameOf));
  const news = (files: ReadonlyMap<string, string>): readonly CompileFault[] => compiler(files).filter((fault) => !known.has(nameOf(fault)));
  return {
    compile: (_root, changes) => news(changed(ours, changes)),
    after: (files, plan) => {
      const faults = news(files);
      const said = new Set((plan.broken ?? []).map(nameOf));
      const conflicts = plan.files.filter(({ action }) => action === "conflict");
      const merged = plan.files.some(({ action }) => action === "merge");
      const unsaid = conflicts.length > 0 || !merged ? [] : faults.filter((fault) => !said.has(nameOf(fault)));
      return {
        oursDid: before.length === 0,
        merged,
        breaks: before.length === 0 && faults.length > 0,
        heldBack: conflicts.filter(({ reason }) => reason.includes("do not compile")).length,
        unsaid: unsaid.map(({ path, line, message }) => `${path}:${line} does not compile, and nothing says so: ${message}`),
      };
    },
  };
}

const nameOf = ({ path, message }: CompileFault): string => `${path}\n${message}`;

function changed(files: ReadonlyMap<string, string>, changes: ReadonlyMap<string, string | null>): ReadonlyMap<string, string> {
  const now = new Map(files);
  for (const [path, text] of changes) {
    if (text === null) now.delete(path);
    else now.set(path, text);
  }
  return now;
}
