import { existsSync } from "node:fs";
import { basename, relative, resolve, sep } from "node:path";
import { type Baseline, baselineText, check, listFiles, propose, type Proposal } from "../check/index.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Result } from "../report/index.ts";
import { readSpec } from "../spec/index.ts";
import { nodeDisk, saveFile } from "../workspace/index.ts";
import type { Command } from "./context.ts";
import { failed } from "./failed.ts";
import { flagFault } from "./flag-fault.ts";
import { layerNames, systemName } from "./init/names.ts";
import { specText } from "./init/write-spec.ts";
import { fromFolder, specName } from "./spec-file.ts";
import { verdictOn } from "./verdict.ts";

interface Options {
  readonly dir?: string | undefined;
}

const baselinePath = ".keybeam/baseline.json";

/** `keybeam init [dir]`: proposes the layers of code that is there already, and accepts in a baseline what goes against them. Overwrites nothing. */
export const init: Command<Options> = async ({ io, strict }, { dir = "." }) => {
  const folder = resolve(io.cwd, dir);
  const inFolder = (found: readonly Diagnostic[]): readonly Diagnostic[] => fromFolder(found, io.cwd, folder);
  if (!existsSync(folder)) return failed("init", "text", [flagFault(dir, "There is no such folder.", "")]);
  const taken = [specName, baselinePath].filter((path) => nodeDisk(folder).look(path) !== null);
  if (taken.length > 0) return failed("init", "text", inFolder(taken.map((path) => flagFault(path, "It is there already, and was left as it is.", "`keybeam check` works with what is there."))));
  const project = listFiles(folder);
  const proposal = await propose(specOf(blank), project);
  if (proposal.layers.length === 0) return failed("init", "text", inFolder([flagFault(specName, "There is no TypeScript or JavaScript to propose layers from.", "`keybeam new` makes a project.")]));
  const names = layerNames(proposal.layers.map(({ name }) => name));
  const text = specText(systemName([proposal.name, basename(folder)]), proposal, names);
  const { diagnostics, baseline } = await check(specOf(text), project, { baseline: "all" });
  const refused = saveFile(nodeDisk(folder), baselinePath, baselineText(baseline), "new") ?? saveFile(nodeDisk(folder), specName, text, "new");
  if (refused !== null) return failed("init", "text", inFolder([refused]));
  const at = relative(io.cwd, folder).split(sep).join("/");
  const left = inFolder(diagnostics);
  return { command: "init", exitCode: verdictOn(left, strict), asked: "text", diagnostics: left, summary: figuresOf(proposal, baseline), text: story(proposal, names, baseline, at) };
};

const blank = "keybeam: 1\nname: blank\nlayers:\n  none: { uses: [] }\n";

function specOf(text: string): Architecture {
  const [architecture, problems] = readSpec(text, specName);
  if (architecture === null) throw new Error(`The proposed spec is wrong: ${problems.map(({ message }) => message).join(" ")}`);
  return architecture;
}

function figuresOf({ files, imports, layers }: Proposal, baseline: Baseline): Result["summary"] {
  return { files, imports, layers: layers.length, known: accepted(baseline) };
}

const accepted = (baseline: Baseline): number => baseline.reduce((sum, { count }) => sum + count, 0);

/** Which rules they are of, the most frequent first: what to look at, or to turn off. */
function byRule(baseline: Baseline): string {
  const counts = new Map<string, number>();
  for (const { rule, count } of baseline) counts.set(rule, (counts.get(rule) ?? 0) + count);
  const all = [...counts].sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1));
  return all.length === 0 ? "" : `: ${all.map(([rule, count]) => `${rule} ${count}`).join(", ")}`;
}

function story({ files, imports, layers }: Proposal, names: readonly string[], baseline: Baseline, at: string): string {
  const spec = at === "" ? specName : `${at}/${specName}`;
  return [
    `${files} files, ${imports} imports → ${layers.length} layers: ${names.join(", ")}`,
    `${spec} says them with comments; all of it is guessed from folders and imports, so read it before you trust it.`,
    `${accepted(baseline)} findings are accepted in ${baselinePath}, which may only shrink${byRule(baseline)}.`,
    `Next: keybeam check${at === "" ? "" : ` ${spec}`}`,
  ]
    .map((line) => `${line}\n`)
    .join("");
}
