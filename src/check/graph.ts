import type { Architecture } from "../model/architecture.ts";
import type { DeclaredFor } from "./declared.ts";
import type { IgnoreFact, ImportFact } from "./extract/fact.ts";
import type { Place } from "./place/place.ts";
import type { Target } from "./resolve/target.ts";

/** One import, and where it leads. */
export interface Edge {
  readonly from: SourceFile;
  readonly fact: ImportFact;
  readonly target: Target;
  /** The file of the project that it leads to, be it code or data; null where it leads to none. */
  readonly to: { readonly path: string; readonly place: Place | null } | null;
}

export interface SourceFile {
  readonly path: string;
  readonly place: Place | null;
  /** In the order of the file. */
  readonly edges: readonly Edge[];
  readonly ignores: readonly IgnoreFact[];
  /** Offsets at which lines begin, at least as far as that of the offset `through`; the first is 0. The file is read for it, so that only files with findings are. */
  readonly lines: (through: number) => readonly number[];
}

/** A file that could not be read, with the reason as the end of a sentence. */
export interface Unread {
  readonly path: string;
  readonly reason: string;
}

/** All that rules may ask: the code as a graph, built once, and the architecture it is held to. */
export interface ImportGraph {
  readonly architecture: Architecture;
  /** Sorted by path. */
  readonly files: readonly SourceFile[];
  readonly unread: readonly Unread[];
  /** Every file of the project, not of code alone, those that are excluded too; sorted. */
  readonly paths: readonly string[];
  readonly declaredFor: DeclaredFor;
}
