export interface GenerateOptions {
  /** What package.json says of the dependency on keybeam: a version, or `file:` and where it was made from. */
  readonly keybeam: string;
}
