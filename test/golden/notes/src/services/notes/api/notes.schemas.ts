import { nullable, partial, record, shape, timestamp, uuid } from "../../../platform/kernel/scalars.ts";

export const listNotesSchema = partial({
  limit: { type: "integer", minimum: 1, maximum: 100 },
  cursor: { type: "string", maxLength: 2_000 },
  sort: {
    type: "string",
    enum: ["id", "-id", "createdAt", "-createdAt", "updatedAt", "-updatedAt", "title", "-title"],
  },
  title: { type: "string", minLength: 1, maxLength: 200 },
  pinned: { type: "boolean" },
});

export const noteSchema = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  version: { type: "integer", minimum: 1 },
  title: { type: "string", minLength: 1, maxLength: 200 },
  body: nullable({ type: "string" }),
  pinned: { type: "boolean" },
});

export const newNoteSchema = shape({
  required: { title: { type: "string", minLength: 1, maxLength: 200 } },
  optional: { body: nullable({ type: "string" }), pinned: { type: "boolean" } },
});

export const changedNoteSchema = partial({
  title: { type: "string", minLength: 1, maxLength: 200 },
  body: nullable({ type: "string" }),
  pinned: { type: "boolean" },
});
