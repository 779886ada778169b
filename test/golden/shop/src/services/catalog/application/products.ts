import { type ListInput, listQuery, type Page } from "../../../platform/kernel/listing.ts";
import { fail, ok, type Result } from "../../../platform/kernel/result.ts";
import { record, timestamp, uuid } from "../../../platform/kernel/scalars.ts";
import { changedProduct, type NewProduct, newProduct, type Product, type ProductChanges } from "../domain/product.ts";
import type { Ports } from "./ports.ts";

/** What the list may be sorted by. */
const productOrder = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  sku: { type: "string", minLength: 1, maxLength: 40 },
  name: { type: "string", minLength: 1, maxLength: 200 },
  stock: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
});

export const listProducts = async (ports: Ports, input: ListInput): Promise<Result<Page<Product>>> => {
  const query = listQuery(input, 100, productOrder);
  return query.ok ? ok(await ports.repositories.products.list(ports.database, query.value)) : query;
};

export const getProduct = async (ports: Ports, id: string): Promise<Result<Product>> => {
  const found = await ports.repositories.products.get(ports.database, id);
  return found === null ? fail("notFound", "There is no such product.") : ok(found);
};

/** The product is not as it was read: by the caller, where it has named the version; else just now. */
const overtaken = (version: number | null): Result<never> =>
  version === null
    ? fail("conflict", "Somebody changed the product at the same time.")
    : fail("stale", "The product has changed since it was read.");

/** The product as it is now, where it still has the version that the caller has read; null is any version. */
const current = async (ports: Ports, id: string, version: number | null): Promise<Result<Product>> => {
  const found = await getProduct(ports, id);
  if (!found.ok || version === null || found.value.version === version) return found;
  return overtaken(version);
};

const written = (ports: Ports, from: Product, to: Product, version: number | null): Promise<Result<Product>> =>
  ports.database.transaction(async (transaction) => {
    const done = await ports.repositories.products.update(transaction, from, to);
    if (!done) return overtaken(version);
    return ok(to);
  });

export const createProduct = async (ports: Ports, input: NewProduct): Promise<Result<Product>> => {
  const created = newProduct(input, ports.newId(), ports.now());
  return ports.database.transaction(async (transaction) => {
    await ports.repositories.products.insert(transaction, created);
    return ok(created);
  });
};

export const updateProduct = async (
  ports: Ports,
  id: string,
  version: number | null,
  changes: ProductChanges,
): Promise<Result<Product>> => {
  const found = await current(ports, id, version);
  if (!found.ok) return found;
  const changed = changedProduct(found.value, changes, ports.now());
  return written(ports, found.value, changed, version);
};

export const deleteProduct = async (ports: Ports, id: string, version: number | null): Promise<Result<null>> => {
  const found = await current(ports, id, version);
  if (!found.ok) return found;
  return ports.database.transaction(async (transaction) => {
    const done = await ports.repositories.products.remove(transaction, found.value);
    if (!done) return overtaken(version);
    return ok(null);
  });
};
