import { canonicalMoney } from "../../../platform/kernel/canonical.ts";
import type { Money } from "../../../platform/kernel/json.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";

export interface OrderLine {
  readonly id: string;
  readonly product: string;
  readonly quantity: number;
  readonly price: Money;
}

/** What is said of a new order line. */
export interface NewOrderLine {
  readonly product: string;
  readonly quantity: number;
  readonly price: Money;
}

/** A draft holds the prices that its customer was shown; it is placed at those of the catalog alone. */
export interface Order {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly customer: string;
  readonly lines: readonly OrderLine[];
  readonly status: "draft" | "placed" | "paid" | "cancelled";
  readonly total: Money;
  readonly note: string | null;
}

/** What is said of a new order. */
export interface NewOrder {
  readonly customer: string;
  readonly lines: readonly NewOrderLine[];
  readonly total: Money;
  readonly note?: string | null;
}

/** What may change of an order; null takes an optional value away. */
export interface OrderChanges {
  readonly lines?: readonly NewOrderLine[];
  readonly total?: Money;
  readonly note?: string | null;
}

export const newOrderLine = (input: NewOrderLine, id: string): OrderLine => ({
  id,
  product: input.product,
  quantity: input.quantity,
  price: canonicalMoney(input.price),
});

export const newOrder = (input: NewOrder, id: string, now: string, newId: () => string): Order => ({
  id,
  createdAt: now,
  updatedAt: now,
  version: 1,
  customer: input.customer,
  lines: input.lines.map((one) => newOrderLine(one, newId())),
  status: "draft",
  total: canonicalMoney(input.total),
  note: input.note ?? null,
});

export const changedOrder = (current: Order, changes: OrderChanges, now: string, newId: () => string): Order => ({
  ...current,
  ...changes,
  lines: changes.lines?.map((one) => newOrderLine(one, newId())) ?? current.lines,
  total: changes.total === undefined ? current.total : canonicalMoney(changes.total),
  updatedAt: now,
  version: current.version + 1,
});

export type OrderTransition = "place" | "pay" | "cancel";

interface OrderTransitionRule {
  readonly field: "status";
  readonly from: readonly string[];
  readonly to: Partial<Order>;
}

const TRANSITIONS: Readonly<Record<OrderTransition, OrderTransitionRule>> = {
  place: { field: "status", from: ["draft"], to: { status: "placed" } },
  pay: { field: "status", from: ["placed"], to: { status: "paid" } },
  cancel: { field: "status", from: ["draft", "placed"], to: { status: "cancelled" } },
};

/** The order after a transition; a conflict where its state does not allow that. */
export const movedOrder = (current: Order, transition: OrderTransition, now: string): Result<Order> => {
  const { field, from, to } = TRANSITIONS[transition];
  if (!from.includes(current[field])) return fail("conflict", `${transition}: ${field} is ${current[field]}.`);
  return ok({ ...current, ...to, updatedAt: now, version: current.version + 1 });
};
