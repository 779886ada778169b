import type { Entity, Field, Json, Type } from "../../model/architecture.ts";
import type { Scope } from "./scope.ts";
import { isOmittable } from "./code/types.ts";

/** Two rows are sampled of each entity; the first has everything, the second only what it must have. */
export type SampleNumber = 1 | 2;

/** A fixed id for the sample of an entity. */
export const sampleId = (scope: Scope, entity: string, number: number): string => {
  const index = scope.service.entities.findIndex((one) => one.name === entity) + 1;
  return `01900000-0000-7000-8000-${(index * 256 + number).toString(16).padStart(12, "0")}`;
};

/** What a client says of the sample. */
export const sampleInput = (scope: Scope, entity: Entity, number: SampleNumber): Json =>
  Object.fromEntries(
    entity.fields
      .filter((field) => field.set !== "never" && (number === 1 || !isOmittable(field)) && !refersToItself(entity, field))
      .map((field) => [field.name, sampleValue(scope, field.type, field.name, number)]));

/** A first row has no other to refer to. */
const refersToItself = (entity: Entity, { type, optional }: Field): boolean =>
  (type.kind === "set" || (type.kind === "entity" && optional)) && type.entity === entity.name;

const sampleValue = (scope: Scope, type: Type, name: string, number: SampleNumber): Json => {
  switch (type.kind) {
    case "scalar": return scalarValue(type, name, number);
    case "enum": return type.values[0] ?? "";
    case "entity": return sampleId(scope, type.entity, 1);
    case "foreign": return `01900000-0000-7000-8000-00000000f00${number}`;
    case "children": return [sampleInput(scope, scope.entity(type.entity), number)];
    case "set": return [sampleId(scope, type.entity, 1)];
    case "type": return Object.fromEntries(scope.type(type.type).fields.map((field) => [field.name, sampleValue(scope, field.type, field.name, number)]));
    case "list": return Array.from({ length: Math.max(1, type.min ?? 1) }, () => sampleValue(scope, type.of, name, number));
  }
};

const scalarValue = (type: Extract<Type, { kind: "scalar" }>, name: string, number: SampleNumber): Json => {
  switch (type.name) {
    case "string": case "text": return `${name} ${number}`.padEnd(type.min ?? 0, "x").slice(-(type.max ?? 200));
    case "int": return Math.min(type.max ?? 1_000, Math.max(type.min ?? 0, number));
    case "decimal": return `${number}.5`;
    case "money": return { amount: `${number}.50`, currency: "EUR" };
    case "bool": return number === 1;
    case "date": return `2026-02-0${number}`;
    case "timestamp": return `2026-02-0${number}T12:30:00.120Z`;
    case "json": return { b: number, a: [name, null, true] };
    case "email": return `someone${number}@example.com`;
    case "url": return `https://example.com/${number}`;
    case "bytes": return "aGVsbG8=";
    case "uuid": return `01900000-0000-7000-8000-00000000e00${number}`;
  }
};

/** The entities with repositories, each after those that it must refer to. */
export const inOrderOfReference = (scope: Scope): readonly Entity[] => {
  const ordered: Entity[] = [];
  const visit = (entity: Entity, path: readonly string[]): void => {
    if (ordered.includes(entity) || path.includes(entity.name)) return;
    for (const name of referredBy(scope, entity)) visit(scope.entity(name), [...path, entity.name]);
    ordered.push(entity);
  };
  for (const entity of scope.roots) visit(entity, []);
  return ordered;
};

const referredBy = (scope: Scope, entity: Entity): readonly string[] =>
  entity.fields.flatMap(({ type }) => {
    if (type.kind === "entity" || type.kind === "set") return [type.entity];
    return type.kind === "children" ? referredBy(scope, scope.entity(type.entity)) : [];
  });
