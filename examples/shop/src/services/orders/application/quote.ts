import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { failDomain, ok, type Result } from "../../../platform/kernel/result.ts";
import type { QuoteInput, QuoteLine, QuoteOutput } from "../contract.ts";
import { type PricedLine, totalOf } from "../domain/price.ts";
import type { Ports } from "./ports.ts";

/** What these lines would cost now. */
export const quote = async (ports: Ports, envelope: Envelope, input: QuoteInput): Promise<Result<QuoteOutput>> => {
  const priced: PricedLine[] = [];
  for (const result of await Promise.all(input.lines.map((line) => priceOf(ports, envelope, line)))) {
    if (!result.ok) return result;
    priced.push(result.value);
  }
  const total = totalOf(priced);
  return total.ok ? ok({ total: total.value }) : total;
};

const priceOf = async (ports: Ports, envelope: Envelope, line: QuoteLine): Promise<Result<PricedLine>> => {
  const product = await ports.catalog.getProduct(envelope, { id: line.product });
  if (product.ok) return ok({ price: product.value.price, quantity: line.quantity });
  if (product.failure.code !== "notFound") return product;
  return failDomain("UnknownProduct", `There is no product ${line.product}.`);
};
