import { existsSync } from "node:fs";
import { ungenerated } from "../spec/index.ts";
import { nodeDisk } from "../workspace/index.ts";
import type { Command } from "./context.ts";
import { begin } from "./generate/begin.ts";
import { failed } from "./failed.ts";
import { generateInto, type Wishes } from "./generate/into.ts";
import { asksForNothing, nothingText } from "./plan/nothing.ts";
import { loadSpec } from "./spec-file.ts";
import { hasErrors, verdictOn } from "./verdict.ts";

interface Options extends Pick<Wishes, "restore" | "markers" | "contract"> {
  readonly spec?: string;
}

/** `keybeam generate [spec]`: brings the project to what its spec means, and leaves alone what was edited; in place of the spec, a plan to carry out. */
export const generate: Command<Options> = async (context, { spec: path, restore, markers, contract }) => {
  const { cwd } = context.io;
  const [beginning, faults] = await begin(cwd, path, restore !== undefined || contract !== undefined || markers === true);
  if (beginning === null) return failed("generate", "plan", faults);
  const spec = loadSpec(cwd, beginning.spec);
  const { architecture, diagnostics } = spec;
  if (architecture === null) return failed("generate", "plan", diagnostics);
  const known = [...diagnostics, ...ungenerated(architecture)];
  if (!hasErrors(known) && existsSync(spec.folder) && asksForNothing(nodeDisk(spec.folder), architecture)) {
    return { command: "generate", exitCode: verdictOn(known, context.strict), asked: "plan", diagnostics: known, summary: {}, text: `${beginning.said}${nothingText}` };
  }
  const result = await generateInto(context, architecture, known, spec.folder, { spec, agreed: beginning.agreed, restore, markers, contract: contract ?? beginning.contract });
  return { ...result, text: `${beginning.said}${result.text ?? ""}` };
};
