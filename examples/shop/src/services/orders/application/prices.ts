import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { failDomain, ok, type Result } from "../../../platform/kernel/result.ts";
import type { QuoteLine } from "../contract.ts";
import type { PricedLine } from "../domain/price.ts";
import type { Ports } from "./ports.ts";

/** The lines at what the catalog asks for them now. It is asked once for each product, however many lines name it. */
export const pricedNow = async (
  ports: Ports,
  envelope: Envelope,
  lines: readonly QuoteLine[],
): Promise<Result<readonly PricedLine[]>> => {
  const products = [...new Set(lines.map(({ product }) => product))];
  const prices = new Map(
    await Promise.all(products.map(async (one) => [one, await priceOf(ports, envelope, one)] as const)),
  );
  const priced: PricedLine[] = [];
  for (const { product, quantity } of lines) {
    const price = prices.get(product) ?? unknownProduct(product);
    if (!price.ok) return price;
    priced.push({ price: price.value, quantity });
  }
  return ok(priced);
};

const priceOf = async (ports: Ports, envelope: Envelope, id: string): Promise<Result<PricedLine["price"]>> => {
  const product = await ports.catalog.getProduct(envelope, { id });
  if (product.ok) return ok(product.value.price);
  return product.failure.code === "notFound" ? unknownProduct(id) : product;
};

const unknownProduct = (id: string): Result<never> => failDomain("UnknownProduct", `There is no product ${id}.`);
