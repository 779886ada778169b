import { canonicalMoney, canonicalSet } from "../../../platform/kernel/canonical.ts";
import type { Money } from "../../../platform/kernel/json.ts";

export interface Product {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: Money;
  readonly stock: number;
  readonly category: string | null;
  readonly tags: readonly string[];
}

/** What is said of a new product. */
export interface NewProduct {
  readonly sku: string;
  readonly name: string;
  readonly description?: string | null;
  readonly price: Money;
  readonly stock?: number;
  readonly category?: string | null;
  readonly tags?: readonly string[];
}

/** What may change of a product; null takes an optional value away. */
export interface ProductChanges {
  readonly name?: string;
  readonly description?: string | null;
  readonly price?: Money;
  readonly stock?: number;
  readonly category?: string | null;
  readonly tags?: readonly string[];
}

export const newProduct = (input: NewProduct, id: string, now: string): Product => ({
  id,
  createdAt: now,
  updatedAt: now,
  version: 1,
  sku: input.sku,
  name: input.name,
  description: input.description ?? null,
  price: canonicalMoney(input.price),
  stock: input.stock ?? 0,
  category: input.category ?? null,
  tags: canonicalSet(input.tags ?? []),
});

export const changedProduct = (current: Product, changes: ProductChanges, now: string): Product => ({
  ...current,
  ...changes,
  price: changes.price === undefined ? current.price : canonicalMoney(changes.price),
  tags: changes.tags === undefined ? current.tags : canonicalSet(changes.tags),
  updatedAt: now,
  version: current.version + 1,
});
