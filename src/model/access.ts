/** Who may run what, as the spec grants it. */
export interface AccessMatrix {
  /** In the order of the spec. */
  readonly roles: readonly string[];
  readonly rows: readonly AccessRow[];
  /** The fields that not everybody sees who sees the rest. */
  readonly fields: readonly FieldRow[];
  /** The policies that cells name, as written. */
  readonly policies: readonly { readonly name: string; readonly expression: string }[];
}

export interface AccessRow {
  /** The full name, as `orders.place` or `orders.Order.get`. */
  readonly operation: string;
  /** `GET /v1/orders/:id`; null where it is for other services only. */
  readonly route: string | null;
  readonly anyone: Cell;
  /** One for each role. */
  readonly roles: readonly Cell[];
  /** The services that call it, sorted; what starts it by itself, as `event payments.PaymentFailed` or `job nightly`, after them. */
  readonly callers: readonly string[];
}

export interface FieldRow {
  /** `people.Person.salary`, or `people.quote.margin` of what an operation takes or answers. */
  readonly field: string;
  /** One for each role: whether it sees the field, and may write it. */
  readonly roles: readonly boolean[];
}

/** Whether it may, or the policies of which one must hold. */
export type Cell = boolean | readonly string[];
