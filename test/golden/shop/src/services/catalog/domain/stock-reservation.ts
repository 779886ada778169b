export interface ReservedLine {
  readonly id: string;
  readonly product: string;
  readonly quantity: number;
}

/** What is said of a new reserved line. */
export interface NewReservedLine {
  readonly product: string;
  readonly quantity: number;
}

/** What an order has taken out of stock. */
export interface StockReservation {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly order: string;
  readonly lines: readonly ReservedLine[];
}

/** What is said of a new stock reservation. */
export interface NewStockReservation {
  readonly order: string;
  readonly lines: readonly NewReservedLine[];
}

export const newReservedLine = (input: NewReservedLine, id: string): ReservedLine => ({
  id,
  product: input.product,
  quantity: input.quantity,
});

export const newStockReservation = (
  input: NewStockReservation,
  id: string,
  now: string,
  newId: () => string,
): StockReservation => ({
  id,
  createdAt: now,
  updatedAt: now,
  version: 1,
  order: input.order,
  lines: input.lines.map((one) => newReservedLine(one, newId())),
});
