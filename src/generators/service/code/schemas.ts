import type { Field, ScalarName, Type } from "../../../model/architecture.ts";
import { camel } from "../../render/index.ts";
import { typeName } from "../names.ts";
import { arrayOf, callOf, objectOf, type Source } from "./layout.ts";
import { isNullable, type Place } from "./types.ts";

const NAMED: ReadonlyMap<ScalarName, string> = new Map([
  ["uuid", "uuid"],
  ["decimal", "decimal"],
  ["money", "money"],
  ["date", "date"],
  ["timestamp", "timestamp"],
  ["json", "anyJson"],
  ["email", "email"],
  ["url", "url"],
  ["bytes", "bytes"],
]);

/** The name under which a schema of a type or an entity stands. */
export const schemaName = (name: string): string => `${camel(typeName(name))}Schema`;

export const newSchemaName = (entity: string): string => `new${entity}Schema`;

/** The source of the JSON Schema of a value. */
export const schemaSource = (type: Type, place: Place, children: (entity: string) => string = schemaName): Source => {
  switch (type.kind) {
    case "scalar": return scalarSource(type.name, type.min, type.max);
    case "enum": return objectOf([["type", '"string"'], ["enum", arrayOf(type.values.map((value) => JSON.stringify(value)))]]);
    case "foreign": return "uuid";
    case "entity": return place === "stored" ? "uuid" : schemaName(type.entity);
    case "children": return callOf("listOf", [children(type.entity)]);
    case "set": return callOf("listOf", ["uuid"]);
    case "type": return schemaName(type.type);
    case "list": return listSource(type, schemaSource(type.of, place, children));
  }
};

const scalarSource = (name: ScalarName, min: number | undefined, max: number | undefined): Source => {
  const named = NAMED.get(name);
  if (named !== undefined) return named;
  if (name === "bool") return objectOf([["type", '"boolean"']]);
  if (name === "int") {
    const [least, most] = [min ?? "Number.MIN_SAFE_INTEGER", max ?? "Number.MAX_SAFE_INTEGER"];
    return objectOf([["type", '"integer"'], ["minimum", String(least)], ["maximum", String(most)]]);
  }
  return objectOf([["type", '"string"'], ...bounds("minLength", min), ...bounds("maxLength", max)]);
};

const listSource = (type: Type & { kind: "list" }, items: Source): Source =>
  type.min === undefined && type.max === undefined
    ? callOf("listOf", [items])
    : objectOf([["type", '"array"'], ["items", items], ...bounds("minItems", type.min), ...bounds("maxItems", type.max)]);

const bounds = (keyword: string, value: number | undefined): readonly (readonly [string, Source])[] =>
  value === undefined ? [] : [[keyword, String(value)]];

export const nullableSource = (source: Source, optional: boolean): Source => (optional ? callOf("nullable", [source]) : source);

type Property = readonly [name: string, source: Source];

/** An object in which these are required and those are not. */
export const recordSource = (required: readonly Property[], optional: readonly Property[] = []): Source => {
  if (optional.length === 0) return callOf("record", [objectOf(required)]);
  if (required.length === 0) return partialOf(optional);
  return callOf("shape", [objectOf([["required", objectOf(required)], ["optional", objectOf(optional)]])]);
};

export const partialOf = (optional: readonly Property[]): Source => callOf("partial", [objectOf(optional)]);

/** Inputs, outputs, events and types: what is optional may be missing or null. */
export const fieldsSource = (fields: readonly Field[]): Source => {
  const property = (field: Field): Property => [field.name, nullableSource(schemaSource(field.type, "shown"), field.optional)];
  const missing = (field: Field): boolean => field.optional || field.default !== undefined;
  return recordSource(fields.filter((field) => !missing(field)).map(property), fields.filter(missing).map(property));
};

/** The fields that every entity has, and its own, as they are shown. */
export const entitySource = (fields: readonly Field[], owned: boolean): Source =>
  recordSource([
    ...(owned ? ([["id", "uuid"]] as const) : STORED),
    ...fields.map((field): Property => [field.name, nullableSource(schemaSource(field.type, "stored"), isNullable(field))]),
  ]);

const STORED: readonly Property[] = [
  ["id", "uuid"],
  ["createdAt", "timestamp"],
  ["updatedAt", "timestamp"],
  ["version", objectOf([["type", '"integer"'], ["minimum", "1"]])],
];
