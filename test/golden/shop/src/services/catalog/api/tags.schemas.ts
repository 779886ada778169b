import { partial, record, timestamp, uuid } from "../../../platform/kernel/scalars.ts";

export const listTagsSchema = partial({
  limit: { type: "integer", minimum: 1, maximum: 100 },
  cursor: { type: "string", maxLength: 2_000 },
  sort: {
    type: "string",
    enum: ["id", "-id", "createdAt", "-createdAt", "updatedAt", "-updatedAt", "label", "-label"],
  },
  label: { type: "string", minLength: 1, maxLength: 40 },
});

export const tagSchema = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  version: { type: "integer", minimum: 1 },
  label: { type: "string", minLength: 1, maxLength: 40 },
});

export const newTagSchema = record({ label: { type: "string", minLength: 1, maxLength: 40 } });
