import type { Architecture, Entity, Field, Json, ScalarName, Service, Type } from "../../model/architecture.ts";

export interface Schema {
  readonly [keyword: string]: Json;
}

interface ObjectSchema extends Schema {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Schema>>;
}

const SCALARS: Readonly<Record<ScalarName, Schema>> = {
  uuid: { type: "string", format: "uuid" },
  string: { type: "string" },
  text: { type: "string" },
  int: { type: "integer" },
  decimal: { type: "string", pattern: "^-?[0-9]+(\\.[0-9]+)?$" },
  money: { type: "object", required: ["amount", "currency"], properties: { amount: { type: "string", pattern: "^-?[0-9]+(\\.[0-9]+)?$" }, currency: { type: "string", pattern: "^[A-Z]{3}$" } } },
  bool: { type: "boolean" },
  date: { type: "string", format: "date" },
  timestamp: { type: "string", format: "date-time" },
  json: {},
  email: { type: "string", format: "email" },
  url: { type: "string", format: "uri" },
  bytes: { type: "string", contentEncoding: "base64" },
};

const refTo = (service: Service, name: string): Schema => ({ $ref: `#/components/schemas/${service.name}.${name}` });

const sized = (schema: Schema, { min, max }: { readonly min?: number; readonly max?: number }, [least, most]: readonly [string, string]): Schema => ({
  ...schema,
  ...(min === undefined ? {} : { [least]: min }),
  ...(max === undefined ? {} : { [most]: max }),
});

/** The JSON Schema of a value as it travels; in a row a reference is the id of the other one. */
function schemaOf(type: Type, service: Service, isRow: boolean): Schema {
  switch (type.kind) {
    case "scalar":
      return sized(SCALARS[type.name], type, type.name === "int" ? ["minimum", "maximum"] : ["minLength", "maxLength"]);
    case "enum":
      return { type: "string", enum: type.values };
    case "foreign":
      return SCALARS.uuid;
    case "entity":
      return isRow ? SCALARS.uuid : refTo(service, type.entity);
    case "children":
      return { type: "array", items: refTo(service, type.entity) };
    case "set":
      return { type: "array", items: SCALARS.uuid };
    case "type":
      return refTo(service, type.type);
    case "list":
      return sized({ type: "array", items: schemaOf(type.of, service, isRow) }, type, ["minItems", "maxItems"]);
  }
}

const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });

const propertyOf = ({ type, optional, description }: Field, service: Service, isRow: boolean): Schema => {
  const schema = schemaOf(type, service, isRow);
  return { ...(optional ? orNull(schema) : schema), ...(description === "" || "$ref" in schema ? {} : { description }) };
};

/** An object of these fields; what is optional, or has a default, may be missing from a message, and never from a row. */
export const objectOf = (fields: readonly Field[], service: Service, isRow = false): ObjectSchema => ({
  type: "object",
  required: fields.filter(({ optional, default: value }) => isRow || (!optional && value === undefined)).map(({ name }) => name),
  properties: Object.fromEntries(fields.map((field) => [field.name, propertyOf(field, service, isRow)])),
});

function rowOf(entity: Entity, service: Service): Schema {
  const own = entity.ownedBy === null ? { id: SCALARS.uuid, createdAt: SCALARS.timestamp, updatedAt: SCALARS.timestamp, version: { type: "integer", minimum: 1 } } : { id: SCALARS.uuid };
  const { required, properties } = objectOf(entity.fields, service, true);
  return { type: "object", required: [...Object.keys(own), ...required], properties: { ...own, ...properties } };
}

/** What messages refer to by name: the types and the rows that they are made of, and no others. */
export function referredTo({ services }: Architecture, messages: readonly Schema[]): Readonly<Record<string, Schema>> {
  const known = new Map(
    services.flatMap((service) => [
      ...service.types.map((type): readonly [string, Schema] => [`${service.name}.${type.name}`, objectOf(type.fields, service)]),
      ...service.entities.map((entity): readonly [string, Schema] => [`${service.name}.${entity.name}`, rowOf(entity, service)]),
    ]),
  );
  const found = new Map<string, Schema>();
  const look = (schema: Schema): void => {
    for (const [, name = ""] of JSON.stringify(schema).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      const one = known.get(name);
      if (one === undefined || found.has(name)) continue;
      found.set(name, one);
      look(one);
    }
  };
  messages.forEach(look);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
