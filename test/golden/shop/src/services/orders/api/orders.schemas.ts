import { listOf, money, nullable, partial, record, shape, uuid } from "../../../platform/kernel/scalars.ts";

export const listOrdersSchema = partial({
  limit: { type: "integer", minimum: 1, maximum: 100 },
  cursor: { type: "string", maxLength: 2_000 },
  sort: {
    type: "string",
    enum: ["id", "-id", "createdAt", "-createdAt", "updatedAt", "-updatedAt", "status", "-status"],
  },
  customer: uuid,
  status: { type: "string", enum: ["draft", "placed", "paid", "cancelled"] },
  note: { type: "string", maxLength: 500 },
});

export const newOrderLineSchema = record({
  product: uuid,
  quantity: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
  price: money,
});

export const newOrderSchema = shape({
  required: { customer: uuid, lines: listOf(newOrderLineSchema), total: money },
  optional: { note: nullable({ type: "string", maxLength: 500 }) },
});

export const changedOrderSchema = partial({
  lines: listOf(newOrderLineSchema),
  total: money,
  note: nullable({ type: "string", maxLength: 500 }),
});
