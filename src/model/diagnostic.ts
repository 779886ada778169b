/** A place in a text file. Lines and columns count from 1; a column counts UTF-16 units, as editors do. */
export interface Location {
  /** POSIX path, relative to the folder the command works in. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** Where no file is meant, as in a finding on the command line. It is never shown. */
export const nowhere: Location = { file: "", line: 1, column: 1 };

/** Whether there is a place to show. */
export const isSomewhere = ({ file }: Location): boolean => file !== "";

export interface Related {
  readonly message: string;
  readonly at: Location;
}

export type Severity = "error" | "warning";

/**
 * What went wrong, or looks wrong, and where: the one currency between rooms.
 * `rule` is the kebab-case id that `keybeam explain` takes.
 */
export interface Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** `nowhere` where it is about no file. */
  readonly at: Location;
  /** What the finding is about, as the file or the package that is imported. With rule and file it tells findings apart, whatever their lines. */
  readonly target?: string;
  /** The other end of the finding, as the line of the spec that forbids an import. */
  readonly related: readonly Related[];
  /** What to do about it, one sentence; empty where there is nothing to add. */
  readonly help: string;
}

/** What every function below `commands/` gives back: a value where there is one, and what there is to say. */
export type Outcome<T> = readonly [value: T | null, diagnostics: readonly Diagnostic[]];
