import type { Spread } from "../../../partitions.ts";

/** The tables of a service as its migrations leave them. It is kept beside what was rendered, and what it lacks is the next migration. */
export interface DataModel {
  readonly tables: readonly Table[];
  /** Of a service that left: its migrations by id, so that it can come back as it was. */
  readonly migrations?: ReadonlyMap<string, string>;
  /** The ids of the migrations of the schema that was given up with what it held: a database that has it still is to let it go. */
  readonly gone?: readonly string[];
}

export interface Table {
  readonly name: string;
  /** What its rows are: an entity as `Order`, or the pairs of a set as `Product.tags`. */
  readonly of: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  /** How its rows are spread over tables of their own; left out where it is whole. */
  readonly partition?: Partition;
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  /** It left the spec, and its rows stay until someone asks for their end. */
  readonly left?: boolean;
  /** The name before a rename that the spec tells of: in a model that it asks for, to be carried out; in one that is kept, done. */
  readonly was?: string;
}

export interface Partition {
  readonly by: Spread;
  readonly column: string;
  /** Tables whose rows go with its own, and the column there that names them: no foreign key leads to what is spread. */
  readonly owns: readonly { readonly table: string; readonly column: string }[];
}

export interface Column {
  readonly name: string;
  /** As SQL says it. */
  readonly type: string;
  readonly required: boolean;
  /** The field that it holds, or holds a part of. */
  readonly field?: string;
  readonly left?: boolean;
  readonly was?: string;
  /** In a model that a spec asks for: what a row gets that has none, in SQL. */
  readonly fill?: string;
}

/** `open` holds for what is written from now on, and is not known to hold for every row. */
export type Constraint = { readonly name: string; readonly columns: readonly string[]; readonly open?: boolean } & (
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "unique" }
  | { readonly kind: "reference"; readonly table: string; readonly targets: readonly string[]; readonly cascade: boolean }
);

export interface Index {
  readonly name: string;
  readonly columns: readonly string[];
}

export const noTables: DataModel = { tables: [] };
