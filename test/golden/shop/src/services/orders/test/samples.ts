import { memoryWorld } from "../../../platform/kernel/memory.ts";
import { newOrder } from "../domain/order.ts";

const world = memoryWorld();

export const order1 = newOrder(
  {
    customer: "01900000-0000-7000-8000-00000000f001",
    lines: [
      { product: "01900000-0000-7000-8000-00000000f001", quantity: 1, price: { amount: "1.50", currency: "EUR" } },
    ],
    total: { amount: "1.50", currency: "EUR" },
    note: "note 1",
  },
  "01900000-0000-7000-8000-000000000101",
  world.now(),
  world.newId,
);

export const order2 = newOrder(
  {
    customer: "01900000-0000-7000-8000-00000000f002",
    lines: [
      { product: "01900000-0000-7000-8000-00000000f002", quantity: 2, price: { amount: "2.50", currency: "EUR" } },
    ],
    total: { amount: "2.50", currency: "EUR" },
  },
  "01900000-0000-7000-8000-000000000102",
  world.now(),
  world.newId,
);
