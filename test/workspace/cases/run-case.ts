import type { FileTree } from "../../../src/model/file-tree.ts";
import type { Action } from "../../../src/model/plan.ts";
import { type PlanOptions, undoRun, writeProject } from "../../../src/workspace/index.ts";
import { edited } from "./edits.ts";
import { memoryDisk } from "./memory-disk.ts";
import { areDisjoint, lostWord } from "./oracle.ts";
import type { Random } from "../../../scripts/random.mjs";
import { type Compiled, compiledCase } from "./compiled-case.ts";
import type { WarmCompiler } from "./warm-compiler.ts";

type Files = Map<string, { content: Buffer; mode: number }>;

/** What one case found. */
export interface Found {
  /** Sentences on what was lost; none should be. */
  readonly losses: readonly string[];
  readonly merges: number;
  readonly conflicts: number;
  /** Of edited files whose rendering changed too: those where both touched different declarations or keys, and the conflicts among them. */
  readonly disjoint: number;
  readonly disjointConflicts: readonly string[];
  /** Where the case was compiled: how that went. */
  readonly compiled: Compiled | null;
  /** The project afterwards. */
  readonly files: Files;
}

const plain = { keybeam: "1.0.0" };

/** Edits by hand between two renderings, then a run; and one more, which must change nothing. With a compiler the merge is compiled as in a real run, and judged. */
export function runCase(first: Files, before: FileTree, after: FileTree, random: Random, compiler: WarmCompiler | null = null): Found {
  const files: Files = new Map(first);
  const base = contentsOf(before);
  const theirs = contentsOf(after);
  // What keybeam keeps for itself among its files nobody edits.
  const editable = before.filter(({ ownership }) => ownership !== "record").map(({ path }) => path);
  const changed = editable.filter((path) => theirs.get(path) !== undefined && theirs.get(path) !== base.get(path));
  for (let n = 1 + random.below(4); n > 0; n -= 1) {
    const path = changed.length > 0 && random.below(10) < 8 ? random.of(changed) : random.of(editable);
    const old = files.get(path);
    if (old !== undefined) editOne(files, path, old, random, compiler);
  }
  const ours = contentsIn(files);
  const judge = compiler === null ? null : compiledCase(compiler, ours);
  const options = judge === null ? plain : { ...plain, compile: judge.compile };
  const [written, faults] = writeProject(memoryDisk(files), after, options);
  if (written === null) return { losses: faults.map(({ message }) => message), merges: 0, conflicts: 0, disjoint: 0, disjointConflicts: [], compiled: null, files };
  const losses: string[] = [];
  const disjoint: { path: string; action: Action; reason: string }[] = [];
  for (const { path, action, reason } of written.plan.files) {
    const sides = { base: base.get(path) ?? "", ours: ours.get(path), theirs: theirs.get(path) };
    const loss = lossAt(path, action, sides, files);
    if (loss !== null) losses.push(`${path} (${action}): ${loss}`);
    const both = (action === "merge" || action === "conflict") && sides.theirs !== undefined && sides.ours !== undefined;
    // That a merge makes no sense to the compiler is no fault of who merged.
    if (both && !reason.includes("do not compile") && areDisjoint(path, sides.base, sides.ours ?? "", sides.theirs ?? "") === true) disjoint.push({ path, action, reason });
  }
  const compiled = judge === null ? null : judge.after(contentsIn(files), written.plan);
  losses.push(...(compiled?.unsaid ?? []), ...changesOfAnotherRun(files, after, options), ...leftByUndo(files, ours));
  const count = (action: Action): number => written.plan.files.filter((file) => file.action === action).length;
  const disjointConflicts = disjoint.filter(({ action }) => action === "conflict").map(({ path, reason }) => `${path}: ${reason}`);
  return { losses, merges: count("merge"), conflicts: count("conflict"), disjoint: disjoint.length, disjointConflicts, compiled, files };
}

const mostTries = 5;

/** Edits one file; where there is a compiler, in a way that still compiles, as somebody who works does. Left alone where no try does. */
function editOne(files: Files, path: string, old: { readonly content: Buffer; readonly mode: number }, random: Random, compiler: WarmCompiler | null): void {
  for (let tries = compiler === null ? 1 : mostTries; tries > 0; tries -= 1) {
    files.set(path, { ...old, content: Buffer.from(edited(path, old.content.toString(), random)) });
    if (compiler === null || compiler(contentsIn(files)).length === 0) return;
  }
  files.set(path, { ...old });
}

interface Sides {
  readonly base: string;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

/** How the bytes that lay at a path were lost; null where they are as they were, or represented in what is there now. */
function lossAt(path: string, action: Action, { base, ours, theirs }: Sides, files: Files): string | null {
  const now = files.get(path)?.content.toString();
  if (ours === undefined) return null;
  if (action === "replace" || action === "remove") return ours.replaceAll("\r\n", "\n") === base ? null : "an edited file was replaced";
  if (action === "merge") return now === undefined ? "it is gone" : lostWord(base, ours, theirs ?? "", now);
  if (now !== ours) return "it was changed";
  const offer = files.get(`.keybeam/conflicts/${path}`)?.content.toString();
  return action === "conflict" && theirs !== undefined && offer !== theirs ? "the new rendering is not beside it" : null;
}

function changesOfAnotherRun(files: Files, tree: FileTree, options: PlanOptions): readonly string[] {
  const before = new Map(files);
  const [again] = writeProject(memoryDisk(files), tree, options);
  const active = (again?.plan.files ?? []).filter(({ action }) => ["create", "replace", "merge", "remove"].includes(action));
  const moved = [...files].filter(([path, { content }]) => !before.get(path)?.content.equals(content));
  return [...active.map(({ path, action }) => `${path}: ${action} in a second run`), ...moved.map(([path]) => `${path}: other bytes after a second run`)];
}

const record = ".keybeam/undo/run.json";

/** What `undo` does not bring back as it was; the project is left as the run made it. */
function leftByUndo(files: Files, before: ReadonlyMap<string, string>): readonly string[] {
  // A run that had nothing to do leaves the way back of the run before it.
  if (files.get(record)?.content.toString() === before.get(record)) return [];
  const undone: Files = new Map(files);
  const [, faults] = undoRun(memoryDisk(undone));
  const paths = new Set([...before.keys(), ...undone.keys()].filter((path) => !path.startsWith(".keybeam/undo/")));
  const wrong = [...paths].filter((path) => undone.get(path)?.content.toString() !== before.get(path));
  return [...faults.map(({ message }) => message), ...wrong.map((path) => `${path}: other bytes after undo`)];
}

const contentsIn = (files: Files): ReadonlyMap<string, string> => new Map([...files].map(([path, { content }]) => [path, content.toString()]));

const contentsOf = (tree: FileTree): ReadonlyMap<string, string> => new Map(tree.map(({ path, content }) => [path, content]));

/** A project as a first run makes it. */
export function fresh(tree: FileTree): Files {
  const files: Files = new Map();
  writeProject(memoryDisk(files), tree, plain);
  return files;
}
