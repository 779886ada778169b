import type { ListQuery, Page } from "./listing.ts";
import type { Queries } from "./world.ts";

declare module "./world.ts" {
  interface World {
    readonly database: Database;
  }
}

/** What every stored entity has. */
export interface Stored {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Counts the changes, from 1. */
  readonly version: number;
}

/** Where the rows of one entity are kept. What a constraint refuses is thrown as ConstraintError. */
export interface Repository<Row extends Stored> {
  readonly get: (queries: Queries, id: string) => Promise<Row | null>;
  /** The same, and nobody else changes the row until the transaction ends. */
  readonly lock: (queries: Queries, id: string) => Promise<Row | null>;
  readonly list: (queries: Queries, query: ListQuery) => Promise<Page<Row>>;
  readonly insert: (queries: Queries, row: Row) => Promise<void>;
  /** False where somebody changed or removed the row since `from` was read. */
  readonly update: (queries: Queries, from: Row, to: Row) => Promise<boolean>;
  readonly remove: (queries: Queries, row: Row) => Promise<boolean>;
}
