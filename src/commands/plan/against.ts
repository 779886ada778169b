import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Break, compatibility } from "../../generators/index.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic, Outcome } from "../../model/diagnostic.ts";
import { compatibleText, type Result } from "../../report/index.ts";
import { locate, readSpec } from "../../spec/index.ts";
import { readInput } from "../../workspace/index.ts";
import type { Context } from "../context.ts";
import { failed } from "../failed.ts";
import { flagFault } from "../flag-fault.ts";
import { git } from "../git.ts";
import { loadSpec, specBytes } from "../spec-file.ts";
import { specPaths } from "../spec-paths.ts";
import { hasErrors, verdictOn } from "../verdict.ts";

/** A spec as it was released, under the name by which findings show it. */
interface Released {
  readonly name: string;
  readonly text: string;
}

/** `keybeam plan --against v1.4.0`: what a changed spec takes from those who rely on the released one. Reads only; 1 where somebody is let down. */
export async function planAgainst({ io, strict }: Context, against: string, spec: string | undefined): Promise<Result> {
  const { architecture, diagnostics } = loadSpec(io.cwd, spec);
  if (architecture === null) return failed("plan", "diagnostics", diagnostics);
  const [released, unreadable] = await releasedAt(io.cwd, against, spec);
  if (released === null) return failed("plan", "diagnostics", [...diagnostics, ...unreadable]);
  const drafts = new Map([[released.name, released.text]]);
  const [was, faults] = readSpec(released.text, released.name);
  if (was === null) return { ...failed("plan", "diagnostics", [...diagnostics, ...faults.filter((one) => hasErrors([one]))]), drafts };
  const { breaks, compatible } = compatibility(was, architecture);
  const all = [...diagnostics, ...breaks.map((one) => finding(one, was, architecture))];
  const summary = { breaking: breaks.filter(({ certain }) => certain).length, uncertain: breaks.filter(({ certain }) => !certain).length, compatible: Object.values(compatible).flat().length };
  return { command: "plan", exitCode: verdictOn(all, strict), asked: "diagnostics", diagnostics: all, summary, text: compatibleText(compatible), drafts };
}

function finding({ name, says, why, certain, wasAt, nowAt }: Break, was: Architecture, now: Architecture): Diagnostic {
  const at = locate(now, nowAt ?? wasAt ?? "");
  const related = wasAt === null ? [] : [{ message: "as it was released", at: locate(was, wasAt) }];
  return { rule: "breaking-change", severity: certain ? "error" : "warning", message: `${name}${says.startsWith("`") ? ":" : ""} ${says}.`, at, target: `${name} ${says}`, related, help: why };
}

/** What lies at a path, or else what a commit has of the spec. git reads its objects, and runs nothing that the repository names. */
async function releasedAt(cwd: string, against: string, spec: string | undefined): Promise<Outcome<Released>> {
  const path = resolve(cwd, against);
  if (existsSync(path) && statSync(path).isFile()) {
    const [bytes, faults] = readInput(path, against, specBytes);
    return bytes === null ? [null, faults] : [{ name: against, text: bytes.toString("utf8") }, []];
  }
  const { file, name } = specPaths(cwd, spec);
  const fault = (message: string, help: string): Outcome<Released> => [null, [flagFault("--against", message, help)]];
  const commit = against.startsWith("-") ? null : await git(dirname(file), ["rev-parse", "--verify", "--quiet", "--end-of-options", `${against}^{commit}`]);
  if (commit === null) return fault(`There is no file and no commit ${JSON.stringify(against)} here.`, "Name a tag, a branch, a commit or a file; in a shallow clone fetch the commit first.");
  const text = await git(dirname(file), ["cat-file", "blob", `${commit.trim()}:./${file.slice(dirname(file).length + 1)}`]);
  if (text === null) return fault(`There is no ${name} in ${JSON.stringify(against)}.`, "Name a commit that has it, or a file.");
  return text.length > specBytes ? fault(`${name} in ${JSON.stringify(against)} is larger than 1 MiB.`, "") : [{ name: `${against}:${name}`, text }, []];
}
