import { canonicalMoney } from "../../../platform/kernel/canonical.ts";
import type { Money } from "../../../platform/kernel/json.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";

export interface Payment {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly order: string;
  readonly amount: Money;
  readonly status: "pending" | "settled" | "failed";
}

/** What is said of a new payment. */
export interface NewPayment {
  readonly order: string;
  readonly amount: Money;
}

export const newPayment = (input: NewPayment, id: string, now: string): Payment => ({
  id,
  createdAt: now,
  updatedAt: now,
  version: 1,
  order: input.order,
  amount: canonicalMoney(input.amount),
  status: "pending",
});

export type PaymentTransition = "settle" | "fail";

interface PaymentTransitionRule {
  readonly field: "status";
  readonly from: readonly string[];
  readonly to: Partial<Payment>;
}

const TRANSITIONS: Readonly<Record<PaymentTransition, PaymentTransitionRule>> = {
  settle: { field: "status", from: ["pending"], to: { status: "settled" } },
  fail: { field: "status", from: ["pending"], to: { status: "failed" } },
};

/** The payment after a transition; a conflict where its state does not allow that. */
export const movedPayment = (current: Payment, transition: PaymentTransition, now: string): Result<Payment> => {
  const { field, from, to } = TRANSITIONS[transition];
  if (!from.includes(current[field])) return fail("conflict", `${transition}: ${field} is ${current[field]}.`);
  return ok({ ...current, ...to, updatedAt: now, version: current.version + 1 });
};
