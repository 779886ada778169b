import { checked } from "../../src/platform/kernel/json.ts";
import { type Schema, violationsOf } from "../../src/platform/kernel/schema.ts";

const TEXTS = [
  "text",
  "3f2b8c1e-0000-4000-8000-000000000002",
  "2026-01-31",
  "2026-01-31T12:00:00.000Z",
  "12.50",
  "EUR",
  "someone@example.com",
  "https://example.com/",
  "aGVsbG8=",
];

interface Keywords {
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
}

/** A value that the schema takes: complete, and the least of each. */
export const sampleOf = (schema: Schema): unknown => {
  const { enum: values, items, maxItems, minimum, minItems, minLength, properties, type } = checked<Keywords>(schema);
  if (values !== undefined) return values[0];
  switch (typeof type === "string" ? type : type?.[0]) {
    case "object":
      return Object.fromEntries(Object.entries(properties ?? {}).map(([name, one]) => [name, sampleOf(one)]));
    case "array":
      return Array.from({ length: Math.min(maxItems ?? 1, minItems ?? 1) }, () => sampleOf(items ?? {}));
    case "string":
      return [...TEXTS, "x".repeat(minLength ?? 1)].find((text) => violationsOf(schema, text).length === 0);
    case "integer":
    case "number":
      return Math.max(minimum ?? 1, 1);
    case "boolean":
      return true;
    default:
      return null;
  }
};
