import { memoryWorld } from "../../../platform/kernel/memory.ts";
import { newPayment } from "../domain/payment.ts";

const world = memoryWorld();

export const payment1 = newPayment(
  { order: "01900000-0000-7000-8000-00000000f001", amount: { amount: "1.50", currency: "EUR" } },
  "01900000-0000-7000-8000-000000000101",
  world.now(),
);

export const payment2 = newPayment(
  { order: "01900000-0000-7000-8000-00000000f002", amount: { amount: "2.50", currency: "EUR" } },
  "01900000-0000-7000-8000-000000000102",
  world.now(),
);
