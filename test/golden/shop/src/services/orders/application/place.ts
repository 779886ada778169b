import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { SagaStep } from "../../../platform/kernel/saga.ts";
import type { Order } from "../domain/order.ts";
import type { Ports } from "./ports.ts";

/** What is called elsewhere, in this order, before `place` writes an order; and what takes each call back. */
export const stepsOfPlace = (ports: Ports, row: Order): Result<readonly SagaStep[]> =>
  ok([
    {
      name: "catalog.reserveStock",
      run: (envelope) =>
        ports.catalog.reserveStock(envelope, {
          order: row.id,
          lines: row.lines.map((one) => ({ product: one.product, quantity: one.quantity })),
        }),
      undo: (envelope) => ports.catalog.releaseStock(envelope, { order: row.id }),
    },
  ]);
