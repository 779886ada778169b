import { type Contract, defineContract, type Method } from "../../platform/kernel/contract.ts";
import type { Money, Nothing } from "../../platform/kernel/json.ts";
import { listOf, money, nullable, record, timestamp, uuid } from "../../platform/kernel/scalars.ts";

export interface StockLine {
  readonly product: string;
  readonly quantity: number;
}

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

export interface ReserveStockInput {
  readonly order: string;
  readonly lines: readonly StockLine[];
}

export interface ReleaseStockInput {
  readonly order: string;
}

export interface GetProductInput {
  readonly id: string;
}

/** What is sold, and how much of it is left. */
export interface CatalogClient {
  /** Takes the lines out of stock, all of them or none. */
  readonly reserveStock: Method<ReserveStockInput, Nothing>;
  /** Puts what was reserved for an order back. */
  readonly releaseStock: Method<ReleaseStockInput, Nothing>;
  readonly getProduct: Method<GetProductInput, Product>;
}

export const stockLineSchema = record({
  product: uuid,
  quantity: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
});

export const productSchema = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  version: { type: "integer", minimum: 1 },
  sku: { type: "string", minLength: 1, maxLength: 40 },
  name: { type: "string", minLength: 1, maxLength: 200 },
  description: nullable({ type: "string" }),
  price: money,
  stock: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  category: nullable(uuid),
  tags: listOf(uuid),
});

export const catalogContract: Contract<CatalogClient> = defineContract<CatalogClient>({
  service: "catalog",
  methods: {
    reserveStock: {
      kind: "command",
      idempotency: "key",
      timeoutMs: 5_000,
      input: record({ order: uuid, lines: listOf(stockLineSchema) }),
      output: record({}),
      errors: { OutOfStock: 409 },
    },
    releaseStock: {
      kind: "command",
      idempotency: "key",
      timeoutMs: 5_000,
      input: record({ order: uuid }),
      output: record({}),
      errors: {},
    },
    getProduct: {
      kind: "query",
      idempotency: "natural",
      timeoutMs: 5_000,
      input: record({ id: uuid }),
      output: productSchema,
      errors: {},
    },
  },
  events: {},
});
