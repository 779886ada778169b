import { type Contract, defineContract, type EventContract, type Method } from "../../platform/kernel/contract.ts";
import type { Money, Nothing } from "../../platform/kernel/json.ts";
import { money, record, timestamp, uuid } from "../../platform/kernel/scalars.ts";

export interface Payment {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly order: string;
  readonly amount: Money;
  readonly status: "pending" | "settled" | "failed";
}

export interface SettleInput {
  readonly id: string;
}

export interface FailInput {
  readonly id: string;
}

export interface OpenInput {
  readonly order: string;
  readonly total: Money;
}

export interface PaymentSettled {
  readonly payment: string;
  readonly order: string;
}

export interface PaymentFailed {
  readonly payment: string;
  readonly order: string;
}

/** Sees to it that orders are paid. */
export interface PaymentsClient {
  readonly settle: Method<SettleInput, Payment>;
  readonly fail: Method<FailInput, Payment>;
  /** Opens a payment for an order that was placed. */
  readonly open: Method<OpenInput, Nothing>;
}

export const paymentSettledEvent: EventContract = { version: 1, payload: record({ payment: uuid, order: uuid }) };

export const paymentFailedEvent: EventContract = { version: 1, payload: record({ payment: uuid, order: uuid }) };

export const paymentSchema = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  version: { type: "integer", minimum: 1 },
  order: uuid,
  amount: money,
  status: { type: "string", enum: ["pending", "settled", "failed"] },
});

export const paymentsContract: Contract<PaymentsClient> = defineContract<PaymentsClient>({
  service: "payments",
  methods: {
    settle: {
      kind: "command",
      idempotency: "none",
      timeoutMs: 5_000,
      input: record({ id: uuid }),
      output: paymentSchema,
      errors: {},
    },
    fail: {
      kind: "command",
      idempotency: "none",
      timeoutMs: 5_000,
      input: record({ id: uuid }),
      output: paymentSchema,
      errors: {},
    },
    open: {
      kind: "command",
      idempotency: "none",
      timeoutMs: 5_000,
      input: record({ order: uuid, total: money }),
      output: record({}),
      errors: {},
    },
  },
  events: { PaymentSettled: paymentSettledEvent, PaymentFailed: paymentFailedEvent },
});
