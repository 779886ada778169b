import type { Entity, Field, Service, Type } from "../../model/architecture.ts";
import { array, type Code, object, text } from "./code.ts";
import { inputFields, type Known } from "./creations.ts";

/** What a sample is made of: the service whose types it names, and what can be created to refer to. */
interface Surroundings {
  readonly service: Service;
  readonly creations: Known;
}

export const inputCode = (fields: readonly Field[], around: Surroundings): Code =>
  object(fields.map((field) => [field.name, sampleCode(field.type, field.name, around)]));

/** An expression that gives a value of the type: another one each time where values should differ. */
export const sampleCode = (type: Type, name: string, around: Surroundings): Code => {
  switch (type.kind) {
    case "scalar":
      return scalarCode(type, name);
    case "enum":
      return text(type.values[0] ?? "");
    case "entity":
      return referenceCode(around.service.name, type.entity, around);
    case "foreign":
      return referenceCode(type.service, type.entity, around);
    case "set": {
      const one = around.creations.find(around.service.name, type.entity);
      return array(one === undefined ? [] : [`(await ${one.create}()).id`]);
    }
    case "children":
      return array([inputCode(inputFields(entityNamed(around.service, type.entity)), around)]);
    case "type":
      return inputCode(
        typeNamed(around.service, type.type).filter((field) => !field.optional),
        around,
      );
    case "list":
      return array(Array.from({ length: Math.max(1, type.min ?? 1) }, () => sampleCode(type.of, name, around)));
  }
};

const referenceCode = (service: string, entity: string, around: Surroundings): Code => {
  const one = around.creations.find(service, entity);
  return one === undefined ? "randomUUID()" : `(await ${one.create}()).id`;
};

const scalarCode = (type: Extract<Type, { kind: "scalar" }>, name: string): Code => {
  switch (type.name) {
    case "uuid":
      return "randomUUID()";
    case "string":
    case "text":
      return textCode(name, type.min, type.max);
    case "int":
      return String(Math.trunc(between(type.min, type.max, 1)));
    case "decimal":
      return text(String(between(type.min, type.max, 12.5)));
    case "money":
      return object([
        ["amount", text("12.50")],
        ["currency", text("EUR")],
      ]);
    case "bool":
      return "true";
    case "date":
      return text("2026-01-31");
    case "timestamp":
      return text("2026-01-31T12:00:00.000Z");
    case "json":
      return object([["any", text("value")]]);
    case "email":
      return "email()";
    case "url":
      return "url()";
    case "bytes":
      return text("aGVsbG8=");
  }
};

const textCode = (name: string, min: number | undefined, max: number | undefined): Code => {
  const bounds = [
    ["min", min],
    ["max", max],
  ]
    .filter(([, bound]) => bound !== undefined)
    .map(([key, bound]) => `${key}: ${bound}`);
  return bounds.length === 0
    ? `text(${JSON.stringify(name)})`
    : `text(${JSON.stringify(name)}, { ${bounds.join(", ")} })`;
};

const between = (min: number | undefined, max: number | undefined, wanted: number): number =>
  Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, wanted));

const entityNamed = (service: Service, name: string): Entity => {
  const found = service.entities.find((entity) => entity.name === name);
  if (found === undefined) throw new Error(`${service.name} has no entity ${name}`);
  return found;
};

const typeNamed = (service: Service, name: string): readonly Field[] => {
  const found = service.types.find((type) => type.name === name);
  if (found === undefined) throw new Error(`${service.name} has no type ${name}`);
  return found.fields;
};
