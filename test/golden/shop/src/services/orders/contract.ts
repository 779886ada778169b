import { type Contract, defineContract, type EventContract, type Method } from "../../platform/kernel/contract.ts";
import type { Money } from "../../platform/kernel/json.ts";
import { listOf, money, nullable, record, timestamp, uuid } from "../../platform/kernel/scalars.ts";

export interface QuoteLine {
  readonly product: string;
  readonly quantity: number;
}

export interface OrderLine {
  readonly id: string;
  readonly product: string;
  readonly quantity: number;
  readonly price: Money;
}

/** A draft holds the prices that its customer was shown; it is placed at those of the catalog alone. */
export interface Order {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly customer: string;
  readonly lines: readonly OrderLine[];
  readonly status: "draft" | "placed" | "paid" | "cancelled";
  readonly total: Money;
  readonly note: string | null;
}

export interface PlaceInput {
  readonly id: string;
}

export interface PayInput {
  readonly id: string;
}

export interface CancelInput {
  readonly id: string;
}

export interface QuoteInput {
  readonly lines: readonly QuoteLine[];
}

export interface QuoteOutput {
  readonly total: Money;
}

export interface OrderPlaced {
  readonly order: string;
  readonly customer: string;
  readonly total: Money;
}

export interface OrderCancelled {
  readonly order: string;
}

/** Takes orders and sees them through. */
export interface OrdersClient {
  readonly place: Method<PlaceInput, Order>;
  readonly pay: Method<PayInput, Order>;
  readonly cancel: Method<CancelInput, Order>;
  /** What these lines would cost now. */
  readonly quote: Method<QuoteInput, QuoteOutput>;
}

export const orderPlacedEvent: EventContract = {
  version: 1,
  payload: record({ order: uuid, customer: uuid, total: money }),
};

export const orderCancelledEvent: EventContract = { version: 1, payload: record({ order: uuid }) };

export const orderLineSchema = record({
  id: uuid,
  product: uuid,
  quantity: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
  price: money,
});

export const orderSchema = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  version: { type: "integer", minimum: 1 },
  customer: uuid,
  lines: listOf(orderLineSchema),
  status: { type: "string", enum: ["draft", "placed", "paid", "cancelled"] },
  total: money,
  note: nullable({ type: "string", maxLength: 500 }),
});

export const quoteLineSchema = record({ product: uuid, quantity: { type: "integer", minimum: 1, maximum: 1000 } });

export const ordersContract: Contract<OrdersClient> = defineContract<OrdersClient>({
  service: "orders",
  methods: {
    place: {
      kind: "command",
      idempotency: "none",
      timeoutMs: 5_000,
      input: record({ id: uuid }),
      output: orderSchema,
      errors: { UnknownProduct: 409, PriceChanged: 409 },
    },
    pay: {
      kind: "command",
      idempotency: "none",
      timeoutMs: 5_000,
      input: record({ id: uuid }),
      output: orderSchema,
      errors: {},
    },
    cancel: {
      kind: "command",
      idempotency: "none",
      timeoutMs: 5_000,
      input: record({ id: uuid }),
      output: orderSchema,
      errors: {},
    },
    quote: {
      kind: "query",
      idempotency: "natural",
      timeoutMs: 5_000,
      input: record({ lines: listOf(quoteLineSchema) }),
      output: record({ total: money }),
      errors: { UnknownProduct: 409 },
    },
  },
  events: { OrderPlaced: orderPlacedEvent, OrderCancelled: orderCancelledEvent },
});
