/**
 * Who owns a file once it is written: `seeded` is the user's at once, `merged` is kept up to date by three-way merge, a `record` is keybeam's own
 * memory, which the rendering was told and which it replaces.
 */
export type Ownership = "seeded" | "merged" | "record";

export interface GeneratedFile {
  /** POSIX path, relative to the project. */
  readonly path: string;
  readonly content: string;
  readonly ownership: Ownership;
  /** Whether the file may be run, as a script. */
  readonly executable?: boolean;
  /** Of a seeded file: while nobody has written in it, it follows the spec. */
  readonly follows?: true;
  /** Of a seeded file: the operation, as `orders.quote`, that stays unwritten while the file is as rendered. */
  readonly unwritten?: string;
  /** Of a seeded file: the operation that it is of, and what of the spec its code must fit, a line each. */
  readonly fits?: { readonly operation: string; readonly asks: readonly string[] };
}

/** A rendered project, sorted by path, each path once. */
export type FileTree = readonly GeneratedFile[];
