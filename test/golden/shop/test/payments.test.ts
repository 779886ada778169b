import { resource } from "./support/resource.ts";
import { transition } from "./support/transition.ts";

resource("Payment", {
  path: "/v1/payments",
  as: { list: "staff", get: "staff" },
  unique: true,
});

transition("settle", {
  as: "staff",
  path: "/v1/payments/:id/settle",
  after: [],
  tooEarly: false,
  moves: { status: "settled" },
});

transition("fail", {
  as: "staff",
  path: "/v1/payments/:id/fail",
  after: [],
  tooEarly: false,
  moves: { status: "failed" },
});
