/** What a piece of syntax names: a path such as `Effect`, `ns.Effect` or `ns.Effect.Any`, and what stands in its `<…>`. */
export interface Name {
  readonly path: readonly string[];
  readonly given: readonly Name[];
}

/** What the type of a declaration can depend on. */
export interface Named {
  readonly names: readonly Name[];
  /** Whether the type consists of just what is named: nothing is worked out, neither by inference nor by an operator on types. */
  readonly isPlain: boolean;
  /** Whether a type with a name is declared within. */
  readonly declares: boolean;
}

/** A declaration at the top of a file; those of one name are things of their own. */
export interface Thing extends Named {
  readonly file: string;
  /** An interface, a class or an enum: who names it in another file names nothing that it is made of, but what its parameters are bound to. */
  readonly isNominal: boolean;
  readonly parameters: Named;
  readonly isNamespace: boolean;
}

/** One file as names see it. */
export interface Module {
  readonly file: string;
  readonly things: ReadonlyMap<string, readonly Thing[]>;
  /** By the name within the file: the specifier, and the name that it exports; null where it is all of it. */
  readonly imports: ReadonlyMap<string, Source>;
  /** By the name outside of it: the path of a name within, or what is exported again. */
  readonly exports: ReadonlyMap<string, readonly string[] | Source>;
  readonly stars: readonly string[];
  /** Whether it may export what syntax does not show: JavaScript, and scripts. */
  readonly isOpaque: boolean;
  /** What runs at the top and may change or narrow what the file declares. */
  readonly loose: Thing;
  /** What is declared here for another module: the specifier, and its things by their names. */
  readonly additions: readonly (readonly [from: string, things: ReadonlyMap<string, readonly Thing[]>])[];
  /** What is known in every file, be it imported or not, by its names. */
  readonly global: ReadonlyMap<string, readonly Thing[]>;
}

export interface Source {
  readonly from: string;
  readonly name: string | null;
}
