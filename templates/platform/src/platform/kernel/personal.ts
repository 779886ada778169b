/** An encrypted field of a person's row. */
export interface SealedField {
  /** `records.Patient.insurance` */
  readonly field: string;
  readonly name: string;
  readonly column: string;
  /** The column of its blind index; null where it need not be unique. */
  readonly index: string | null;
  /** Whether it is text in code, and JSON else. */
  readonly isText: boolean;
  /** What takes its place where a row must stay, `{id:12}` for so many of the last digits of its id; null where it may be empty, left out where nobody is told by it. */
  readonly replaced?: string | null;
}

/** Columns of one table that tell of a person, and what takes their place. */
export interface Replaced {
  readonly table: string;
  /** Which rows, by the id of the person's row as $1. */
  readonly where: string;
  readonly columns: readonly { readonly column: string; readonly by: string }[];
}

/** An entity whose rows are about users. */
export interface PersonalEntity {
  readonly service: string;
  /** `orders.Order` */
  readonly entity: string;
  /** The entity of whose rows the subject holds ids; null where it holds users' ids. */
  readonly of: string | null;
}

/** A table whose rows are about one user each; names in it are quoted. */
export interface PersonalTable {
  readonly service: string;
  readonly entity: string;
  readonly table: string;
  /** The rows as they are in code. */
  readonly select: string;
  /** The column that says whose a row is: by the user's id, or by that of a row of `of`. */
  readonly subject: { readonly column: string; readonly of: string | null };
  /** Whether anything in it tells of a person; other rows hold ids alone, and stay. */
  readonly personal: boolean;
  /** For how long after its creation a row may not be deleted. */
  readonly keepMs: number;
  readonly sealed: readonly SealedField[];
  readonly replaced: readonly Replaced[];
  /** Fields of which the audit trail says only that they changed; null where it says nothing of these rows. */
  readonly audited: readonly string[] | null;
}

/** Where the accounts hold something about the user $1. */
export interface AccountTable {
  readonly name: string;
  /** The columns that are theirs to see. */
  readonly shown: string;
  /** The table and which of its rows. */
  readonly rows: string;
}
