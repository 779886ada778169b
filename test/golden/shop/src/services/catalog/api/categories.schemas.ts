import { partial, record, timestamp, uuid } from "../../../platform/kernel/scalars.ts";

export const listCategoriesSchema = partial({
  limit: { type: "integer", minimum: 1, maximum: 100 },
  cursor: { type: "string", maxLength: 2_000 },
  sort: { type: "string", enum: ["id", "-id", "createdAt", "-createdAt", "updatedAt", "-updatedAt", "name", "-name"] },
  name: { type: "string", minLength: 1, maxLength: 80 },
});

export const categorySchema = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  version: { type: "integer", minimum: 1 },
  name: { type: "string", minLength: 1, maxLength: 80 },
});

export const newCategorySchema = record({ name: { type: "string", minLength: 1, maxLength: 80 } });
