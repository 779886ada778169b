import { randomUUID } from "node:crypto";
import { operation } from "./support/operation.ts";
import { resource } from "./support/resource.ts";
import { createOrder, orderInput } from "./support/samples.ts";
import { transition } from "./support/transition.ts";

resource("Order", {
  path: "/v1/orders",
  as: { list: "staff", get: "staff", create: "staff", update: "staff", delete: "staff" },
  input: orderInput,
  change: { total: { amount: "12.50", currency: "EUR" } },
});

transition("place", {
  as: "staff",
  path: "/v1/orders/:id/place",
  create: createOrder,
  after: [],
  tooEarly: false,
  moves: { status: "placed" },
  answers: [200, 409, 501],
});

transition("pay", {
  as: "staff",
  path: "/v1/orders/:id/pay",
  create: createOrder,
  tooEarly: true,
  moves: { status: "paid" },
});

transition("cancel", {
  as: "staff",
  path: "/v1/orders/:id/cancel",
  create: createOrder,
  after: [],
  tooEarly: false,
  moves: { status: "cancelled" },
});

operation("quote", {
  as: "staff",
  method: "POST",
  path: "/v1/quotes",
  input: async () => ({ lines: [{ product: randomUUID(), quantity: 1 }] }),
  answers: [200, 404, 409],
  file: "src/services/orders/application/quote.ts",
});
