import { firstWith } from "../../../platform/kernel/listing.ts";
import { failDomain, ok, type Result } from "../../../platform/kernel/result.ts";
import type { Queries } from "../../../platform/kernel/world.ts";
import type { StockLine } from "../contract.ts";
import type { StockReservation } from "../domain/stock-reservation.ts";
import type { Ports } from "./ports.ts";

/** What the order has reserved; null where it has nothing. */
export const reservationOf = async (
  ports: Ports,
  queries: Queries,
  order: string,
): Promise<StockReservation | null> => {
  const { items } = await ports.repositories.stockReservations.list(queries, firstWith({ order }));
  return items[0] ?? null;
};

/** Products are locked before reservations, and in the order of their ids, so that no two orders wait for each other. */
export const lockProducts = async (ports: Ports, queries: Queries, lines: readonly StockLine[]): Promise<void> => {
  for (const id of [...quantities(lines).keys()].sort()) await ports.repositories.products.lock(queries, id);
};

export const takeOut = (ports: Ports, queries: Queries, lines: readonly StockLine[]): Promise<Result<null>> =>
  change(ports, queries, lines, -1);

export const putBack = (ports: Ports, queries: Queries, lines: readonly StockLine[]): Promise<Result<null>> =>
  change(ports, queries, lines, 1);

const change = async (
  ports: Ports,
  queries: Queries,
  lines: readonly StockLine[],
  sign: 1 | -1,
): Promise<Result<null>> => {
  for (const [id, quantity] of quantities(lines)) {
    const product = await ports.repositories.products.lock(queries, id);
    const stock = (product?.stock ?? 0) + sign * quantity;
    if (product === null || stock < 0) return failDomain("OutOfStock", `There is not enough of the product ${id}.`);
    const changed = { ...product, stock, updatedAt: ports.now(), version: product.version + 1 };
    await ports.repositories.products.update(queries, product, changed);
  }
  return ok(null);
};

const quantities = (lines: readonly StockLine[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const { product, quantity } of lines) sums.set(product, (sums.get(product) ?? 0) + quantity);
  return sums;
};
