import { type Envelope, keyed } from "../../../platform/kernel/envelope.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { Order } from "../domain/order.ts";
import type { Ports } from "./ports.ts";

/** What is called elsewhere before `place` writes an order; a failure leaves it as it is. */
export const beforePlace = async (ports: Ports, envelope: Envelope, row: Order): Promise<Result<null>> => {
  const reserveStock = await ports.catalog.reserveStock(keyed(envelope, `place-${row.id}-${row.version}`), {
    order: row.id,
    lines: row.lines.map((one) => ({ product: one.product, quantity: one.quantity })),
  });
  if (!reserveStock.ok) return reserveStock;
  return ok(null);
};

/** Takes the calls back where the order could not be written after all. */
export const undoPlace = async (ports: Ports, envelope: Envelope, row: Order): Promise<void> => {
  await ports.catalog.releaseStock(keyed(envelope, `place-${row.id}-${row.version}`), {
    order: row.id,
    lines: row.lines.map((one) => ({ product: one.product, quantity: one.quantity })),
  });
};
