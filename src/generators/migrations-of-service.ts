import type { Pending } from "./service/data/model/step.ts";

/** What a rendering does to the tables of a service. */
export interface NextMigrations {
  readonly service: string;
  /** The migrations that it adds, each with what it does in words, as "adds Order.note". */
  readonly added: readonly { readonly id: string; readonly does: readonly string[] }[];
  /** What stays although the spec says otherwise: what it is, as `orders.Order.note`, and a sentence without its stop. */
  readonly pending: readonly Pending[];
  /** Of a service that left: what the migrate step deletes, once in each database. */
  readonly deletes?: string;
}
