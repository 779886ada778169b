/** Where the units run, and how many of each. */
export interface Deploy {
  readonly target: "process" | "compose" | "kubernetes" | "aws";
  /** By service, what the spec says of its scale; services of which it says nothing are not in it. */
  readonly scale: ReadonlyMap<string, Scale>;
  /** How finely sets of functions are cut. */
  readonly functions: "service" | "operation";
}

export interface Scale {
  readonly min: number;
  /** Null where the spec sets no upper end: it stays at `min`. */
  readonly max: number | null;
  /** The load, as a fraction of one, at which another instance starts; null where the spec says none. */
  readonly cpu: number | null;
  readonly memoryBytes: number | null;
}
