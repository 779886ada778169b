import type { Location } from "../../model/diagnostic.ts";
import type { SourceFile } from "../graph.ts";
import { placeIn } from "../locate.ts";

/**
 * What can be found in a file beyond its imports. `environment` a read of the process's environment · `outbound` a request without a
 * deadline · `secret` a literal that looks like one · `state` a variable of a module that its functions change, `detail` says how · `foreign-state`
 * the same of an imported one, `name` the way to it from the module, as `list` or `store.list`, `CALLED` behind it where one of its methods changes it, `detail` the specifier, `other` the import · `shared` an exported one, changed here or not · `signature` a type of another file in what
 * this one exports, as `exportedTypes` says · `table` one that SQL or a query builder names, `detail` is what
 * happens to it · `transaction` a call while one is open · `repository` a use of one · `imported` and `re-export` values of other modules · `unjudged` the file could not be read for
 * the others.
 */
export const KINDS = [
  "environment",
  "foreign-state",
  "imported",
  "outbound",
  "re-export",
  "repository",
  "secret",
  "shared",
  "signature",
  "state",
  "table",
  "transaction",
  "unjudged",
] as const;
export type Kind = (typeof KINDS)[number];

/** The name of a module as a whole where CommonJS gives it: `module.exports = x`, `export = x`. */
export const WHOLE = "=";

/** What stands at the end of the way to what is changed, where a method of it is called. */
export const CALLED = "()";

/** The `detail` of what is `shared` and an object that is written out. */
export const OBJECT = "object";

/** One finding about what code means, as plain data: no rule ever sees a syntax tree. */
export interface Fact {
  readonly kind: Kind;
  /** What it is about: a variable, a function, a table. */
  readonly name: string;
  /** What more a rule must know, as its kind says. */
  readonly detail: string;
  /** Offsets in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Where the other end of it stands in the same file, or in the one that `detail` names; null where it has none. */
  readonly other: number | null;
}

/** A fact in its file. */
export interface FoundFact extends Fact {
  readonly file: SourceFile;
}

/** All that was found of each kind, in the order of files and places. */
export type Meaning = (kind: Kind) => readonly FoundFact[];

/** Finds nothing, for code that was not asked what it means. */
export const noMeaning: Meaning = () => [];

export function placeOfFact({ file, start, end }: FoundFact): Location {
  const [from, to] = [placeIn(file, start), placeIn(file, end)];
  return { file: file.path, ...from, endLine: to.line, endColumn: to.column };
}

/** The other end of a fact; null where it has none. */
export function otherEnd({ file, other }: FoundFact): Location | null {
  return other === null ? null : { file: file.path, ...placeIn(file, other) };
}
