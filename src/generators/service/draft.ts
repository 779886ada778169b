/** A file before its imports are known. */
export interface Draft {
  readonly path: string;
  readonly body: string;
  /** It names its imports itself. */
  readonly whole?: boolean;
  /** Of a seeded file: whether it is written as it is, and the operation that it belongs to. */
  readonly seed?: { readonly written: boolean; readonly operation: string };
}
