import { existsSync } from "node:fs";
import { driftBetween } from "../check/drift/index.ts";
import { listFiles } from "../check/index.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { FileTree } from "../model/file-tree.ts";
import { camel, plural } from "../model/names.ts";
import { nodeDisk, planProject, unfinished } from "../workspace/index.ts";
import type { Command } from "./context.ts";
import { driftFindings } from "./diff/findings.ts";
import { failed } from "./failed.ts";
import { openConflictFindings } from "./open-conflicts.ts";
import { packageVersion } from "./package.ts";
import { renderingFor } from "./rendering.ts";
import { fromFolder, loadSpec } from "./spec-file.ts";
import { verdictOn } from "./verdict.ts";

interface Options {
  readonly spec?: string;
}

type Texts = ReadonlyMap<string, string>;

/** `keybeam diff [spec]`: in what the code and the spec have drifted apart, either way. Reads only. */
export const diff: Command<Options> = async ({ io, strict }, { spec }) => {
  const { architecture, diagnostics, folder, name } = loadSpec(io.cwd, spec);
  if (architecture === null || !existsSync(folder)) return failed("diff", "diagnostics", diagnostics);
  const halfDone = unfinished(nodeDisk(folder));
  if (halfDone !== null) return failed("diff", "diagnostics", [...diagnostics, ...fromFolder([halfDone], io.cwd, folder)]);
  const [rendering, unreadable] = renderingFor(architecture, folder);
  if (rendering === null) return failed("diff", "diagnostics", [...diagnostics, ...fromFolder(unreadable, io.cwd, folder)]);
  const { tree } = rendering;
  const [code, unread] = codeIn(folder);
  const [coming, faults] = afterGenerating(folder, tree, code);
  if (coming === null) return failed("diff", "diagnostics", [...diagnostics, ...fromFolder(faults, io.cwd, folder)]);
  const drifts = driftBetween({ said: new Map(tree.map(({ path, content }) => [path, content])), code, coming, allowed: allowedCalls(architecture) });
  const all = [...diagnostics, ...fromFolder([...openConflictFindings(nodeDisk(folder), "warning"), ...driftFindings(drifts, architecture, (path) => code.has(path)), ...unread], io.cwd, folder, name)];
  const summary = { asked: drifts.counts.said, found: drifts.counts.found, files: code.size };
  return { command: "diff", exitCode: verdictOn(all, strict), asked: "diagnostics", diagnostics: all, summary };
};

/** Which services each calls, and the methods of theirs; an action of a resource is a method of its name, `getProduct` or `listProducts`. */
function allowedCalls({ services }: Architecture): ReadonlySet<string> {
  const methods = (operation: string): readonly string[] => {
    const [entity = "", action] = operation.split(".");
    return action === undefined ? [operation] : [`${action}${entity}`, `${action}${plural(entity)}`];
  };
  const calls = services.flatMap(({ name, calls: made }) => made.map((call) => ({ ...call, pair: `${name} → ${camel(call.target)}` })));
  return new Set(calls.flatMap(({ pair, operations }) => [pair, ...operations.flatMap(methods).map((method) => `${pair}.${method}`)]));
}

/** The project's own code; and what of it cannot be read. */
function codeIn(folder: string): readonly [Texts, readonly Diagnostic[]] {
  const { paths, read } = listFiles(folder);
  const code = new Map<string, string>();
  const unread: Diagnostic[] = [];
  for (const path of paths.filter((one) => /^src\/.*\.tsx?$/.test(one))) {
    const [text, reason] = read(path);
    if (text === null) unread.push({ rule: "unparsed", severity: "error", message: `${path} was not compared: ${reason}.`, at: { file: path, line: 1, column: 1 }, related: [], help: "" });
    else code.set(path, text);
  }
  return [code, unread];
}

/** The code as it will be once the project is generated. */
function afterGenerating(folder: string, tree: FileTree, code: Texts): readonly [Texts | null, readonly Diagnostic[]] {
  const [planned, faults] = planProject(nodeDisk(folder), tree, { keybeam: packageVersion() });
  if (planned === null) return [null, faults];
  const actions = new Map(planned.plan.files.map(({ path, action }) => [path, action]));
  const coming = new Map(code);
  for (const { to, after } of planned.edits()) {
    const action = actions.get(to) ?? "";
    if (action === "remove") coming.delete(to);
    else if (["create", "replace", "merge"].includes(action)) coming.set(to, after);
  }
  return [coming, []];
}
