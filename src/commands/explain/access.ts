import { accessMatrix } from "../../generators/index.ts";
import { accessText, type Result } from "../../report/index.ts";
import type { Context } from "../context.ts";
import { failed } from "../failed.ts";
import { loadSpec } from "../spec-file.ts";

/** `keybeam explain access [spec]`: who may run what, and under which policies. */
export async function explainAccess({ io }: Context, spec: string | undefined): Promise<Result> {
  const { architecture, diagnostics } = loadSpec(io.cwd, spec);
  if (architecture === null) return failed("explain", "text", diagnostics);
  const text = accessText(accessMatrix(architecture));
  return { command: "explain", exitCode: 0, asked: "text", diagnostics: [], summary: {}, text };
}
