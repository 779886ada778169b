import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { failDomain, ok, type Result } from "../../../platform/kernel/result.ts";
import type { SagaStep } from "../../../platform/kernel/saga.ts";
import type { Order } from "../domain/order.ts";
import { sameMoney, totalOf } from "../domain/price.ts";
import type { Ports } from "./ports.ts";
import { pricedNow } from "./prices.ts";

/**
 * What is called elsewhere, in this order, before `place` writes an order; and what takes each call back. A draft holds
 * the prices that its customer was shown: nothing is sold at another price than the catalog's.
 */
export const stepsOfPlace = (ports: Ports, row: Order): Result<readonly SagaStep[]> =>
  ok([
    {
      name: "catalog.getProduct",
      run: (envelope) => atCatalogPrices(ports, envelope, row),
      undo: null,
    },
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

const atCatalogPrices = async (ports: Ports, envelope: Envelope, row: Order): Promise<Result<null>> => {
  const now = await pricedNow(ports, envelope, row.lines);
  if (!now.ok) return now;
  for (const [index, { product, price }] of row.lines.entries()) {
    const asked = now.value[index]?.price;
    if (asked === undefined || sameMoney(asked, price)) continue;
    return failDomain("PriceChanged", `The product ${product} costs ${asked.amount} ${asked.currency} now.`);
  }
  const total = totalOf(now.value);
  if (!total.ok) return total;
  if (sameMoney(total.value, row.total)) return ok(null);
  return failDomain("PriceChanged", `The order costs ${total.value.amount} ${total.value.currency} in all.`);
};
