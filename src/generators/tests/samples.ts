import type { Entity, Field, Service, Type } from "../../model/architecture.ts";
import type { Place } from "../service/code/types.ts";
import { array, type Code, object, text } from "./code.ts";
import { inputFields, type Known } from "./creations.ts";

/** What a sample is made of: the service whose types it names, and what can be created to refer to. */
interface Surroundings {
  readonly service: Service;
  readonly creations: Known;
  /** Where an entity is its representation, as in an input; else it is the id of a row. */
  readonly place?: Place;
}

export const inputCode = (fields: readonly Field[], around: Surroundings): Code =>
  object(fields.map((field) => [field.name, sampleCode(field.type, field.name, around)]));

/** What a new row of an entity is made of; where no two rows may be alike, no two are. */
export const entityCode = (entity: Entity, around: Surroundings): Code => {
  const keys = new Set(entity.unique.flat());
  return object(
    inputFields(entity).map((field) => [
      field.name,
      (field.unique || keys.has(field.name) ? variedCode(field.type) : null) ?? sampleCode(field.type, field.name, around),
    ]),
  );
};

/** Values that would be the same each time; null where samples differ by themselves, or cannot. */
const variedCode = (type: Type): Code | null => {
  if (type.kind !== "scalar") return null;
  const bounds = rangeText(type.min, type.max);
  switch (type.name) {
    case "int":
      return `integer(${bounds})`;
    case "decimal":
      return `String(integer(${bounds}))`;
    case "date":
      return "timestamp().slice(0, 10)";
    case "timestamp":
      return "timestamp()";
    default:
      return null;
  }
};

/** An expression that gives a value of the type: another one each time where values should differ. */
export const sampleCode = (type: Type, name: string, around: Surroundings): Code => {
  switch (type.kind) {
    case "scalar":
      return scalarCode(type, name);
    case "enum":
      return text(type.values[0] ?? "");
    case "entity":
      return around.place === "shown"
        ? shownCode(entityNamed(around.service, type.entity), around)
        : referenceCode(around.service.name, type.entity, around);
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

/** The representation of a row that nobody has: whole, and without anything that it could do without. */
const shownCode = (entity: Entity, around: Surroundings): Code => {
  const stored: Surroundings = { ...around, place: "stored" };
  return object([
    ["id", "randomUUID()"],
    ["createdAt", text("2026-01-31T12:00:00.000Z")],
    ["updatedAt", text("2026-01-31T12:00:00.000Z")],
    ["version", "1"],
    ...entity.fields.map((field) => [field.name, valueCode(field, stored)] as const),
  ]);
};

const valueCode = (field: Field, around: Surroundings): Code => {
  if (field.type.kind === "set" || field.type.kind === "children") return array([]);
  return field.optional ? "null" : sampleCode(field.type, field.name, around);
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
  const bounds = boundsText(min, max);
  return bounds === "" ? `text(${JSON.stringify(name)})` : `text(${JSON.stringify(name)}, ${bounds})`;
};

const RANGE = 1_000_000_000;

/** Whole numbers within the bounds, no more of them than a random number can be drawn from. */
const rangeText = (min: number | undefined, max: number | undefined): string => {
  if (min === undefined && max === undefined) return "";
  const least = Math.ceil(min ?? (max ?? 0) - RANGE);
  return boundsText(least, Math.min(Math.floor(max ?? Number.POSITIVE_INFINITY), least + RANGE));
};

const boundsText = (min: number | undefined, max: number | undefined): string => {
  const bounds = [
    ["min", min],
    ["max", max],
  ]
    .filter(([, bound]) => bound !== undefined)
    .map(([key, bound]) => `${key}: ${bound}`);
  return bounds.length === 0 ? "" : `{ ${bounds.join(", ")} }`;
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
