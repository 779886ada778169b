import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { failDomain, ok, type Result } from "../../../platform/kernel/result.ts";
import type { QuoteLine } from "../contract.ts";
import type { PricedLine } from "../domain/price.ts";
import type { Ports } from "./ports.ts";

/** The lines at what the catalog asks for them now. */
export const pricedNow = async (
  ports: Ports,
  envelope: Envelope,
  lines: readonly QuoteLine[],
): Promise<Result<readonly PricedLine[]>> => {
  const priced: PricedLine[] = [];
  for (const result of await Promise.all(lines.map((line) => priceOf(ports, envelope, line)))) {
    if (!result.ok) return result;
    priced.push(result.value);
  }
  return ok(priced);
};

const priceOf = async (ports: Ports, envelope: Envelope, line: QuoteLine): Promise<Result<PricedLine>> => {
  const product = await ports.catalog.getProduct(envelope, { id: line.product });
  if (product.ok) return ok({ price: product.value.price, quantity: line.quantity });
  if (product.failure.code !== "notFound") return product;
  return failDomain("UnknownProduct", `There is no product ${line.product}.`);
};
