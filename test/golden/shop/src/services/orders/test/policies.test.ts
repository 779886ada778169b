import { describePolicies } from "../../../platform/test/policies.ts";
import { memoryRepositories } from "../data/memory.ts";
import { migrations } from "../data/migrations/index.ts";
import { orderRepository, orderSource, orderStatements } from "../data/orders.ts";
import { isTheirs } from "../domain/order.policies.ts";
import { order1, order2 } from "./samples.ts";

describePolicies(
  {
    service: "orders",
    migrations,
    memory: memoryRepositories,
    postgres: { orders: orderRepository },
    samples: [
      {
        repository: "orders",
        rows: [order1, order2],
        changed: order1,
        unique: false,
        source: orderSource,
        statements: orderStatements,
      },
    ],
  },
  [{ repository: "orders", policies: { isTheirs } }],
  ["customer", "staff", "admin"],
);
