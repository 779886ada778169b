import { partial, uuid } from "../../../platform/kernel/scalars.ts";

export const listPaymentsSchema = partial({
  limit: { type: "integer", minimum: 1, maximum: 100 },
  cursor: { type: "string", maxLength: 2_000 },
  sort: {
    type: "string",
    enum: ["id", "-id", "createdAt", "-createdAt", "updatedAt", "-updatedAt", "status", "-status"],
  },
  order: uuid,
  status: { type: "string", enum: ["pending", "settled", "failed"] },
});
