import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { checked } from "./json.ts";
import type { Violation } from "./result.ts";

/** A JSON Schema of draft 2020-12 that OpenAPI 3.1 takes as it is. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, useDefaults: false, coerceTypes: false });
formats.default(ajv, ["uuid", "date", "date-time", "email", "uri"]);
ajv.addFormat("byte", /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);

export const propertiesOf = (schema: Schema): ReadonlyMap<string, Schema> =>
  new Map(Object.entries(checked<Readonly<Record<string, Schema>>>(schema["properties"] ?? {})));

/**
 * What came from outside with its ids in lower case, as RFC 9562 has them written; it has them read in either. Inside
 * they are of one spelling, so that what is equal is equal text.
 */
export const withPlainIds = (schema: Schema | undefined, value: unknown): unknown => {
  if (typeof value === "string") return schema?.["format"] === "uuid" ? value.toLowerCase() : value;
  if (typeof value !== "object" || value === null || schema === undefined) return value;
  if (Array.isArray(value)) return value.map((one) => withPlainIds(checked<Schema | undefined>(schema["items"]), one));
  const known = propertiesOf(schema);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withPlainIds(known.get(name), one)]));
};

const compiled = new WeakMap<Schema, ValidateFunction>();

const validatorOf = (schema: Schema): ValidateFunction => {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = ajv.compile(schema);
  compiled.set(schema, made);
  return made;
};

/** Every way in which the value breaks the schema; empty where it holds. A schema is compiled when first used. */
export const violationsOf = (schema: Schema, value: unknown): readonly Violation[] => {
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => ({
    pointer: pointerOf(error.instancePath, error.params),
    message: error.message ?? "is not valid",
  }));
};

/** A missing or unknown property is reported at its own place, not at the object that lacks or has it. */
const pointerOf = (instancePath: string, params: Readonly<Record<string, unknown>>): string => {
  const property = params["missingProperty"] ?? params["additionalProperty"];
  if (typeof property !== "string") return instancePath;
  return `${instancePath}/${property.replaceAll("~", "~0").replaceAll("/", "~1")}`;
};
