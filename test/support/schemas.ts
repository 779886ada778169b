import { listOf, nullable, shape } from "../../templates/platform/src/platform/kernel/scalars.ts";
import type { Schema } from "../../templates/platform/src/platform/kernel/schema.ts";

interface Bounds {
  readonly min: number;
  readonly max: number;
}

type SchemaOf = (bounds: Bounds, values: readonly string[], optional: boolean) => Schema;

const made = (schema: Schema, optional: boolean): Schema => (optional ? nullable(schema) : schema);
const integers = ({ min, max }: Bounds): Schema => ({ type: "integer", minimum: min, maximum: max });

export const stringOf: SchemaOf = ({ min, max }, _, optional) => made({ type: "string", minLength: min, maxLength: max }, optional);
export const intOf: SchemaOf = (bounds, _, optional) => made(integers(bounds), optional);
export const enumOf: SchemaOf = (_, values, optional) => made({ type: "string", enum: values }, optional);
export const listOfInts: SchemaOf = (bounds, _, optional) => made(listOf(integers(bounds)), optional);

/** A message of these fields; one that is strict takes no others. */
export function record<Field extends { readonly name: string }>(fields: readonly Field[], schemaOf: (field: Field) => Schema, mayBeMissing: (field: Field) => boolean, strict: boolean): Schema {
  const named = (wanted: boolean): Readonly<Record<string, Schema>> => Object.fromEntries(fields.filter((one) => mayBeMissing(one) === wanted).map((one) => [one.name, schemaOf(one)]));
  const whole = shape({ required: named(false), optional: named(true) });
  return strict ? whole : { ...whole, additionalProperties: true };
}
