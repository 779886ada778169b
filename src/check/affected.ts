import type { Diagnostic } from "../model/diagnostic.ts";
import { closuresOf, type Part } from "./closure.ts";
import type { Changed } from "./former.ts";
import type { ImportGraph } from "./graph.ts";

interface Looked {
  readonly graph: ImportGraph;
  /** The code as it was, and what was found in it then by all rules but those on types. */
  readonly before: { readonly graph: ImportGraph; readonly found: readonly Diagnostic[] };
  /** Rules on types, which a change reaches through any number of imports. */
  readonly onTypes: ReadonlySet<string>;
}

/**
 * Of all findings those on a changed file or on one that imports it or did so before, those that were not there before, wherever they are, and those that
 * are on no code at all. Of rules on types, and of comments that ignore them, those on every file that a changed type may reach.
 */
export function onAffected(found: readonly Diagnostic[], changed: Changed, { graph, before, onTypes }: Looked): readonly Diagnostic[] {
  const paths = new Set(changed.keys());
  const affected = new Set([graph, before.graph].flatMap((one) => affectedIn(one, paths)));
  const asksTypes = new Set(graph.files.filter(({ ignores }) => ignores.some(({ rule }) => onTypes.has(rule))).map(({ path }) => path));
  const isOnTypes = ({ rule, at }: Diagnostic): boolean => onTypes.has(rule) || (rule === "unused-ignore" && asksTypes.has(at.file));
  const typed = found.some(isOnTypes) ? new Set([graph, before.graph].flatMap((one) => typedBy(one, paths))) : affected;
  const code = new Set(graph.files.map(({ path }) => path));
  const known = new Set(before.found.map(keyOf));
  return found.filter((one) => {
    const touched = isOnTypes(one) ? typed : affected;
    const isNew = !onTypes.has(one.rule) && !known.has(keyOf(one));
    return isNew || !code.has(one.at.file) || [one.at, ...one.related.map(({ at }) => at)].some(({ file }) => touched.has(file));
  });
}

/** On a file that did not change a finding stays where it is; what it says may be another. */
function keyOf({ rule, at, message }: Diagnostic): string {
  return [rule, at.file, at.line, at.column, message].join("\0");
}

/** Files of which a type may depend on a changed one. */
function typedBy(graph: ImportGraph, changed: ReadonlySet<string>): readonly string[] {
  const found = new Set<Part>();
  for (const part of closuresOf(graph).parts) {
    if (part.files.some(({ path }) => changed.has(path)) || [...part.leadsTo].some((one) => found.has(one))) found.add(part);
  }
  return [...found].flatMap(({ files }) => files.map(({ path }) => path));
}

function affectedIn({ files }: ImportGraph, changed: ReadonlySet<string>): readonly string[] {
  return files
    .filter(({ path, edges }) => changed.has(path) || edges.some(({ to }) => to !== null && changed.has(to.path)))
    .map(({ path }) => path);
}
