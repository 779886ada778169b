import type { Diagnostic } from "../model/diagnostic.ts";

/** The exit code of findings: errors are 1, warnings alone 0, or 1 where they are asked to count. */
export function verdictOn(diagnostics: readonly Diagnostic[], strict: boolean): 0 | 1 {
  return diagnostics.some((one) => strict || one.severity === "error") ? 1 : 0;
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some((one) => one.severity === "error");
