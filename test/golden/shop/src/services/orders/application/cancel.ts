import { type Envelope, keyed } from "../../../platform/kernel/envelope.ts";
import { ok, type Result } from "../../../platform/kernel/result.ts";
import type { Order } from "../domain/order.ts";
import type { Ports } from "./ports.ts";

/** What is called elsewhere before `cancel` writes an order; a failure leaves it as it is. */
export const beforeCancel = async (ports: Ports, envelope: Envelope, row: Order): Promise<Result<null>> => {
  const releaseStock = await ports.catalog.releaseStock(keyed(envelope, `cancel-${row.id}-${row.version}`), {
    order: row.id,
    lines: row.lines.map((one) => ({ product: one.product, quantity: one.quantity })),
  });
  if (!releaseStock.ok) return releaseStock;
  return ok(null);
};
