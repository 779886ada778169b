import { describeRepositories } from "../../../platform/test/repositories.ts";
import { memoryRepositories } from "../data/memory.ts";
import { migrations } from "../data/migrations/index.ts";
import { orderRepository, orderSource, orderStatements } from "../data/orders.ts";
import { order1, order2 } from "./samples.ts";

describeRepositories({
  service: "orders",
  migrations,
  memory: memoryRepositories,
  postgres: { orders: orderRepository },
  samples: [
    {
      repository: "orders",
      rows: [order1, order2],
      changed: { ...order1, updatedAt: "2026-03-01T00:00:00.007Z", version: 2 },
      unique: false,
      source: orderSource,
      statements: orderStatements,
    },
  ],
});
