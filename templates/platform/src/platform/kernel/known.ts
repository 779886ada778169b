import { checked } from "./json.ts";
import { type Schema, withPlainIds } from "./schema.ts";

/**
 * What a schema names of what others say, at every depth, with ids in lower case: they may add to it what they like.
 */
export const known = (schema: Schema, value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return withPlainIds(schema, value);
  const { items, properties } = schema;
  if (Array.isArray(value)) return items === undefined ? value : value.map((one) => known(checked<Schema>(items), one));
  if (properties === undefined) return value;
  const given = checked<Readonly<Record<string, unknown>>>(value);
  const named = Object.entries(checked<Readonly<Record<string, Schema>>>(properties));
  return Object.fromEntries(
    named.flatMap(([name, inner]) => (Object.hasOwn(given, name) ? [[name, known(inner, given[name])] as const] : [])),
  );
};
