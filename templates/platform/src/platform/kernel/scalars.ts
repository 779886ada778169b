import type { Schema } from "./schema.ts";

/** Values with one spelling each: lower case ids, times in UTC, decimals without needless zeros in front. */
export const uuid: Schema = { type: "string", format: "uuid", pattern: "^[0-9a-f-]{36}$" };
export const date: Schema = { type: "string", format: "date", pattern: "^(?!0000)[0-9]{4}-" };
export const timestamp: Schema = {
  type: "string",
  format: "date-time",
  pattern: "^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,3})?Z$",
};
export const decimal: Schema = {
  type: "string",
  pattern: "^(?!-0(?:\\.0+)?$)-?(?:0|[1-9][0-9]{0,17})(?:\\.[0-9]{1,9})?$",
};
export const email: Schema = { type: "string", format: "email", maxLength: 254 };
export const url: Schema = { type: "string", format: "uri", maxLength: 2048 };
export const bytes: Schema = { type: "string", format: "byte" };
export const anyJson: Schema = { type: ["object", "array", "string", "number", "boolean"] };

/** An object of which each property may be required or not, and which has no others. */
export const shape = (
  properties: Readonly<Record<"required" | "optional", Readonly<Record<string, Schema>>>>,
): Schema => ({
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties.required),
  properties: { ...properties.required, ...properties.optional },
});

/** An object that has all these properties and no others. */
export const record = (properties: Readonly<Record<string, Schema>>): Schema =>
  shape({ required: properties, optional: {} });

/** An object that may have any of these properties and no others. */
export const partial = (properties: Readonly<Record<string, Schema>>): Schema =>
  shape({ required: {}, optional: properties });

export const listOf = (items: Schema): Schema => ({ type: "array", items });

/** The same values, and null. */
export const nullable = (schema: Schema): Schema => {
  const { type, enum: values } = schema;
  const types = [...(Array.isArray(type) ? type : [type]), "null"];
  return { ...schema, type: types, ...(Array.isArray(values) ? { enum: [...values, null] } : {}) };
};

/** One page of a list: `next` is the cursor of the page after it. */
export const pageOfSchema = (item: Schema): Schema =>
  record({ items: listOf(item), next: { type: ["string", "null"] } });

/** In an answer and in an input alike: `{ amount: "12.50", currency: "EUR" }`. */
export const money: Schema = record({
  amount: { type: "string", pattern: "^(?!-0(?:\\.0+)?$)-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,4})?$" },
  currency: { type: "string", pattern: "^[A-Z]{3}$" },
});

/** The parameters of a path to one row, and their schema. */
export interface ById {
  readonly id: string;
}

export const byId: Schema = record({ id: uuid });
