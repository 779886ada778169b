import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Diagnostic, nowhere, type Outcome } from "../../model/diagnostic.ts";
import type { GeneratedFile } from "../../model/file-tree.ts";
import { readInput } from "../../workspace/index.ts";
import { nearestTo } from "../nearest.ts";
import { specBytes, specName } from "../spec-file.ts";
import { type Answers, answerKeys, type Known } from "./answers.ts";
import { composeSpec } from "./compose.ts";
import { editorFiles, withSchemaLine } from "./editor.ts";
import { exampleFiles, exampleNames } from "./examples.ts";
import { retouch } from "./retouch.ts";

/** What a project is made from: the bytes of its spec, and files that come with it. */
export interface Source {
  readonly spec: Buffer;
  /** How diagnostics call the spec: the file that was read, or the one that will be written. */
  readonly name: string;
  /** What of the spec came from the command line. */
  readonly fromFlags: Known;
  /** The spec included. */
  readonly given: readonly GeneratedFile[];
}

export type Chosen = { readonly file: string } | { readonly example: string } | { readonly answers: Answers };

/** The source that was chosen, with a name or topology that was asked for put into it. `target` is where its spec will lie. */
export function sourceFrom(cwd: string, chosen: Chosen, changes: Known, target: string): Outcome<Source> {
  if ("answers" in chosen) return [sourceOf(Buffer.from(composeSpec(chosen.answers)), target, chosen.answers, []), []];
  if ("file" in chosen) {
    const [bytes, faults] = readInput(resolve(cwd, chosen.file), chosen.file, specBytes);
    return [bytes === null ? null : sourceOf(retouched(bytes, changes), chosen.file, retouches(changes), []), faults];
  }
  const names = exampleNames();
  if (!names.includes(chosen.example)) return [null, [unknownExample(chosen.example, names)]];
  const files = exampleFiles(chosen.example);
  const spec = files.find((file) => file.path === specName)?.content ?? "";
  const rest = files.filter((file) => file.path !== specName);
  return [sourceOf(retouched(Buffer.from(withSchemaLine(spec)), changes), target, retouches(changes), rest), []];
}

function sourceOf(spec: Buffer, name: string, fromFlags: Known, rest: readonly GeneratedFile[]): Source {
  return { spec, name, fromFlags, given: [{ path: specName, content: spec.toString("utf8"), ownership: "seeded" }, ...editorFiles, ...rest] };
}

const retouched = (spec: Buffer, changes: Known): Buffer =>
  changes.name === undefined && changes.topology === undefined ? spec : Buffer.from(retouch(spec.toString("utf8"), changes));

/** A spec that exists takes these two from the command line. */
const retouches = ({ name, topology }: Known): Known => ({ ...(name === undefined ? {} : { name }), ...(topology === undefined ? {} : { topology }) });

function unknownExample(name: string, names: readonly string[]): Diagnostic {
  const near = nearestTo(name, names);
  const help = near === null ? `There are ${names.join(", ")}.` : `Did you mean --example ${near}?`;
  return fault(`There is no example ${JSON.stringify(name.slice(0, 64))}.`, help);
}

/** A diagnostic on the command line. */
export function fault(message: string, help: string, rule = "command-line"): Diagnostic {
  return { rule, severity: "error", message, at: nowhere, related: [], help };
}

/** Whether a folder brings its own spec. */
export const hasSpec = (folder: string): boolean => existsSync(join(folder, specName));

/** The flags that say nothing yet, as a person types them. */
export const missingFlags = (known: Known): readonly string[] => answerKeys.filter((key) => key !== "name" && known[key] === undefined).map((key) => `--${key}`);
