import { outgoing } from "../../../platform/kernel/events.ts";
import type { OutgoingEvent } from "../../../platform/kernel/world.ts";
import type { PaymentFailed, PaymentSettled } from "../contract.ts";

export const paymentSettled = (payload: PaymentSettled): OutgoingEvent =>
  outgoing("payments.PaymentSettled", 1, payload.payment, payload);

export const paymentFailed = (payload: PaymentFailed): OutgoingEvent =>
  outgoing("payments.PaymentFailed", 1, payload.payment, payload);
