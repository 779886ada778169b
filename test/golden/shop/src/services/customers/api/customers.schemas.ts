import { email, nullable, partial, record, shape, timestamp, uuid } from "../../../platform/kernel/scalars.ts";

export const listCustomersSchema = partial({
  limit: { type: "integer", minimum: 1, maximum: 100 },
  cursor: { type: "string", maxLength: 2_000 },
  sort: {
    type: "string",
    enum: ["id", "-id", "createdAt", "-createdAt", "updatedAt", "-updatedAt", "name", "-name", "email", "-email"],
  },
  name: { type: "string", minLength: 1, maxLength: 200 },
  email,
  phone: { type: "string", maxLength: 30 },
});

export const customerSchema = record({
  id: uuid,
  createdAt: timestamp,
  updatedAt: timestamp,
  version: { type: "integer", minimum: 1 },
  name: { type: "string", minLength: 1, maxLength: 200 },
  email,
  phone: nullable({ type: "string", maxLength: 30 }),
});

export const newCustomerSchema = shape({
  required: { name: { type: "string", minLength: 1, maxLength: 200 }, email },
  optional: { phone: nullable({ type: "string", maxLength: 30 }) },
});

export const changedCustomerSchema = partial({
  name: { type: "string", minLength: 1, maxLength: 200 },
  email,
  phone: nullable({ type: "string", maxLength: 30 }),
});
