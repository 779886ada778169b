import { basename } from "node:path";
import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Result } from "../../report/index.ts";
import { nodeDisk, saveFile } from "../../workspace/index.ts";
import type { Context } from "../context.ts";
import { generateInto } from "../generate.ts";
import { fromFolder, type SpecFile } from "../spec-file.ts";

/** A spec as it would be. */
export interface Extracted {
  readonly text: string;
  readonly architecture: Architecture;
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes the spec and then the project, the same way as `generate`. Where the project cannot be written the spec is as it was. */
export async function writeExtracted(context: Context, file: SpecFile, { text, architecture, diagnostics }: Extracted, change: string): Promise<Result> {
  const save = (content: string): readonly Diagnostic[] => {
    const fault = saveFile(nodeDisk(file.folder), basename(file.name), content, "replace");
    return fault === null ? [] : fromFolder([fault], context.io.cwd, file.folder);
  };
  const refused = save(text);
  if (refused.length > 0) return { command: "extract", exitCode: 2, asked: "plan", diagnostics: refused, summary: {} };
  const result = await generateInto(context, architecture, diagnostics, file.folder, { text });
  const undone = result.exitCode === 2 ? save(file.text) : [];
  return { ...result, command: "extract", diagnostics: [...result.diagnostics, ...undone], text: change };
}
