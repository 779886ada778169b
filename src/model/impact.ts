/** One thing of a running system that changes with the spec. */
export interface Change {
  readonly change: "added" | "removed" | "changed";
  /** Whether somebody who relies on it as it was is let down. */
  readonly breaking: boolean;
  /** As whoever runs or calls the system knows it: `POST /v1/orders`, `orders.OrderPlaced`, `BROKER_URL`. */
  readonly name: string;
  /** What changes of it, a sentence without its stop each; may be empty. */
  readonly says: readonly string[];
}

/** What a changed spec means to those who run and call the system, beside its code. Each list is sorted by name. */
export interface Impact {
  /** Called from outside: paths with their methods, and what they take and show. */
  readonly endpoints: readonly Change[];
  /** Called by other services alone. */
  readonly contracts: readonly Change[];
  readonly events: readonly Change[];
  /** By role. */
  readonly permissions: readonly Change[];
  /** Variables, by name. */
  readonly environment: readonly Change[];
  /** What is deployed, by name of the unit. */
  readonly units: readonly Change[];
  /** Files that change a database. */
  readonly migrations: readonly Change[];
}
