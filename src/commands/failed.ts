import type { Diagnostic } from "../model/diagnostic.ts";
import type { Result } from "../report/index.ts";

/** What a command answers that could not do its job: exit code 2, and why. */
export const failed = (command: string, asked: Result["asked"], diagnostics: readonly Diagnostic[]): Result => ({ command, exitCode: 2, asked, diagnostics, summary: {} });
