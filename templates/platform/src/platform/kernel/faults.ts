/** A row that the database refused: a second one where one may be, or a reference to nothing or from something. */
export class ConstraintError extends Error {
  readonly kind: "unique" | "reference" | "check";
  /** The name of the constraint or index, as the migration gave it. */
  readonly constraint: string;

  constructor(kind: "unique" | "reference" | "check", constraint: string) {
    super(`The constraint ${constraint} does not hold.`);
    this.name = "ConstraintError";
    this.kind = kind;
    this.constraint = constraint;
  }
}

/** What is said where a transaction that has failed within would be committed. */
export const UNDONE_UNSEEN =
  "A statement of this transaction failed, and the failure was caught within it: nothing is kept. Let it go on up, or ask before.";

/** The database, a broker or another service cannot be reached now; nothing has happened. */
export class UnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UnavailableError";
  }
}
