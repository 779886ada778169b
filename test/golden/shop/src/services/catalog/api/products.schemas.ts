import { listOf, money, nullable, partial, shape, uuid } from "../../../platform/kernel/scalars.ts";

export const listProductsSchema = partial({
  limit: { type: "integer", minimum: 1, maximum: 100 },
  cursor: { type: "string", maxLength: 2_000 },
  sort: {
    type: "string",
    enum: [
      "id",
      "-id",
      "createdAt",
      "-createdAt",
      "updatedAt",
      "-updatedAt",
      "sku",
      "-sku",
      "name",
      "-name",
      "stock",
      "-stock",
    ],
  },
  sku: { type: "string", minLength: 1, maxLength: 40 },
  name: { type: "string", minLength: 1, maxLength: 200 },
  stock: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  category: uuid,
});

export const newProductSchema = shape({
  required: {
    sku: { type: "string", minLength: 1, maxLength: 40 },
    name: { type: "string", minLength: 1, maxLength: 200 },
    price: money,
  },
  optional: {
    description: nullable({ type: "string" }),
    stock: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    category: nullable(uuid),
    tags: listOf(uuid),
  },
});

export const changedProductSchema = partial({
  name: { type: "string", minLength: 1, maxLength: 200 },
  description: nullable({ type: "string" }),
  price: money,
  stock: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  category: nullable(uuid),
  tags: listOf(uuid),
});
