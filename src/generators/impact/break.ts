/** What lets somebody down who relies on a contract as it was released. */
export interface Break {
  /** As callers know it: `POST /v1/orders`. */
  readonly name: string;
  /** What is no longer so, a sentence without its stop. */
  readonly says: string;
  /** Who is let down, and how. */
  readonly why: string;
  /** Whether it is certain that callers are let down; else it may be so. */
  readonly certain: boolean;
  /** Where the old spec and the new one say it, as `services.orders.entities.Order.fields.note`; null where one says nothing of it. */
  readonly wasAt: string | null;
  readonly nowAt: string | null;
}
