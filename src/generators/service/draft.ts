/** A file before its imports are known. */
export interface Draft {
  readonly path: string;
  readonly body: string;
  /** It names its imports itself. */
  readonly whole?: boolean;
  /** Of a seeded file: whether it is written as it is, the operation that it belongs to, and what it must fit. */
  readonly seed?: { readonly written: boolean; readonly operation: string; readonly fit: readonly string[] };
}
