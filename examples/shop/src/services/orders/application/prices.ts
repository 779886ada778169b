import type { Envelope } from "../../../platform/kernel/envelope.ts";
import { failDomain, ok, type Result } from "../../../platform/kernel/result.ts";
import type { QuoteLine } from "../contract.ts";
import type { PricedLine } from "../domain/price.ts";
import type { Ports } from "./ports.ts";

type Price = PricedLine["price"];

/** How many products the catalog is asked for at once: the rest of its clients are not to wait for one long order. */
const AT_ONCE = 10;

/** The lines at what the catalog asks for them now. It is asked once for each product, however many lines name it. */
export const pricedNow = async (
  ports: Ports,
  envelope: Envelope,
  lines: readonly QuoteLine[],
): Promise<Result<readonly PricedLine[]>> => {
  const products = [...new Set(lines.map(({ product }) => product))];
  const prices = new Map<string, Price>();
  for (let next = 0; next < products.length; next += AT_ONCE) {
    const some = products.slice(next, next + AT_ONCE);
    for (const price of await Promise.all(some.map((one) => priceOf(ports, envelope, one)))) {
      if (!price.ok) return price;
      prices.set(...price.value);
    }
  }
  const priced: PricedLine[] = [];
  for (const { product, quantity } of lines) {
    const price = prices.get(product);
    if (price === undefined) return unknownProduct(product);
    priced.push({ price, quantity });
  }
  return ok(priced);
};

/** The product with its price. */
const priceOf = async (
  ports: Ports,
  envelope: Envelope,
  id: string,
): Promise<Result<readonly [product: string, price: Price]>> => {
  const product = await ports.catalog.getProduct(envelope, { id });
  if (product.ok) return ok([id, product.value.price]);
  return product.failure.code === "notFound" ? unknownProduct(id) : product;
};

const unknownProduct = (id: string): Result<never> => failDomain("UnknownProduct", `There is no product ${id}.`);
