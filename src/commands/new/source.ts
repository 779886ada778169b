import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Diagnostic, Outcome } from "../../model/diagnostic.ts";
import type { GeneratedFile } from "../../model/file-tree.ts";
import { readInput } from "../../workspace/index.ts";
import { nearestTo } from "../nearest.ts";
import { specBytes, specName } from "../spec-file.ts";
import { type Answers, answerKeys, type Known } from "./answers.ts";
import { composeSpec } from "./compose.ts";
import { exampleFiles, exampleNames } from "./examples.ts";
import { retouch } from "./retouch.ts";

/** What a project is made from: the bytes of its spec, and files that come with it. */
export interface Source {
  readonly spec: Buffer;
  /** How diagnostics call the spec: a file that exists, where there is one. */
  readonly name: string;
  /** The spec included. */
  readonly given: readonly GeneratedFile[];
}

export type Chosen = { readonly file: string } | { readonly example: string } | { readonly answers: Answers };

/** The source that was chosen, with a name or topology that was asked for put into it. */
export function sourceFrom(cwd: string, chosen: Chosen, changes: Known): Outcome<Source> {
  if ("answers" in chosen) return [sourceOf(Buffer.from(composeSpec(chosen.answers)), specName, []), []];
  if ("file" in chosen) {
    const [bytes, faults] = readInput(resolve(cwd, chosen.file), chosen.file, specBytes);
    return [bytes === null ? null : sourceOf(retouched(bytes, changes), chosen.file, []), faults];
  }
  const names = exampleNames();
  if (!names.includes(chosen.example)) return [null, [unknownExample(chosen.example, names)]];
  const files = exampleFiles(chosen.example);
  const spec = files.find((file) => file.path === specName)?.content ?? "";
  const rest = files.filter((file) => file.path !== specName);
  return [sourceOf(retouched(Buffer.from(spec), changes), `examples/${chosen.example}/${specName}`, rest), []];
}

function sourceOf(spec: Buffer, name: string, rest: readonly GeneratedFile[]): Source {
  return { spec, name, given: [{ path: specName, content: spec.toString("utf8"), ownership: "seeded" }, ...rest] };
}

const retouched = (spec: Buffer, changes: Known): Buffer =>
  changes.name === undefined && changes.topology === undefined ? spec : Buffer.from(retouch(spec.toString("utf8"), changes));

function unknownExample(name: string, names: readonly string[]): Diagnostic {
  const near = nearestTo(name, names);
  const help = near === null ? `There are ${names.join(", ")}.` : `Did you mean --example ${near}?`;
  return fault(`There is no example ${JSON.stringify(name.slice(0, 64))}.`, help);
}

/** A diagnostic on the command line. */
export function fault(message: string, help: string, rule = "command-line"): Diagnostic {
  return { rule, severity: "error", message, at: { file: "keybeam new", line: 1, column: 1 }, related: [], help };
}

/** Whether a folder brings its own spec. */
export const hasSpec = (folder: string): boolean => existsSync(join(folder, specName));

/** The flags that say nothing yet, as a person types them. */
export const missingFlags = (known: Known): readonly string[] => answerKeys.filter((key) => key !== "name" && known[key] === undefined).map((key) => `--${key}`);
