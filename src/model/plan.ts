import type { Ownership } from "./file-tree.ts";
import type { Impact } from "./impact.ts";

/**
 * What a run does to one path.
 * `create` a new file · `replace` one that is as keybeam last wrote it · `merge` the new rendering into one that was edited · `same` nothing · `keep` a seeded file that is the user's ·
 * `deleted` the user deleted it and it stays so · `remove` it left the spec and nobody edited it ·
 * `conflict` edit and rendering do not go together, and it is left alone.
 */
export type Action = "create" | "replace" | "merge" | "same" | "keep" | "deleted" | "remove" | "conflict";

export interface PlannedFile {
  readonly path: string;
  readonly action: Action;
  readonly ownership: Ownership;
  /** Why, where the action alone does not say it. */
  readonly reason: string;
  /** Of a conflict, where they are known: the lines of the file, from 1, at which it begins. */
  readonly lines?: readonly number[];
  /** Where a plan is told part by part: which it belongs to. */
  readonly part?: Part;
}

/** What files of a project belong together. */
export interface Part {
  /** `service orders`, `unit gateway`, `platform`. */
  readonly name: string;
  /** Units that run its code, sorted. */
  readonly units: readonly string[];
}

/** What is still to be written by hand: a seeded use case that answers 501, or one that was written for what the spec asks no more. */
export interface Unwritten {
  readonly path: string;
  readonly operation: string;
  /** Whether it was written, and the spec asks something else of it since. */
  readonly outdated?: boolean;
}

/** Code that would no longer compile. */
export interface CompileFault {
  readonly path: string;
  /** From 1, in the file as it would be. */
  readonly line: number;
  readonly message: string;
}

export interface Plan {
  /** Sorted by path. */
  readonly files: readonly PlannedFile[];
  readonly unwritten: readonly Unwritten[];
  /** Where files were merged: what else would no longer compile, or null where the merge could not be compiled. */
  readonly broken?: readonly CompileFault[] | null;
  /** What the change means beside the code; null where nothing is known of what was last rendered. */
  readonly impact?: Impact | null;
}
