import type { Entity, Field, Json, Type } from "../../model/architecture.ts";
import { entityNames } from "./names.ts";
import type { Scope } from "./scope.ts";
import { isOmittable } from "./code/types.ts";

/** Two rows are sampled of each entity; the first has everything, the second only what it must have. */
export type SampleNumber = 1 | 2;

/** Where the samples of a service stand. */
export const samplesPath = (scope: Scope): string => `${scope.folder("test")}/samples.ts`;

/** What its file calls a sample: `order1`. */
export const rowName = (entity: Entity, number: SampleNumber): string => `${entityNames(entity).camel}${number}`;

/** A fixed id for the sample of an entity. */
export const sampleId = (scope: Scope, entity: string, number: number): string => {
  const index = scope.service.entities.findIndex((one) => one.name === entity) + 1;
  return `01900000-0000-7000-8000-${(index * 256 + number).toString(16).padStart(12, "0")}`;
};

/** What a client says of the sample; it refers to those alone that are there before it. */
export const sampleInput = (scope: Scope, entity: Entity, number: SampleNumber): Json => {
  const order = inOrderOfReference(scope);
  const there = new Set(order.slice(0, order.indexOf(entity)).map((one) => one.name));
  return inputOf({ scope, number, there }, entity);
};

interface Surroundings {
  readonly scope: Scope;
  readonly number: SampleNumber;
  /** Entities that have a sample already. */
  readonly there: ReadonlySet<string>;
}

const inputOf = (around: Surroundings, entity: Entity): Json =>
  Object.fromEntries(
    entity.fields
      .filter((field) => field.set !== "never" && (around.number === 1 || !isOmittable(field)) && !refersToNothing(around, field))
      .map((field) => [field.name, sampleValue(around, field.type, field.name)]));

const refersToNothing = ({ there }: Surroundings, { type, optional }: Field): boolean =>
  (type.kind === "set" || (type.kind === "entity" && optional)) && !there.has(type.entity);

const sampleValue = (around: Surroundings, type: Type, name: string): Json => {
  const { scope, number } = around;
  switch (type.kind) {
    case "scalar": return scalarValue(type, name, number);
    case "enum": return type.values[0] ?? "";
    case "entity": return sampleId(scope, type.entity, 1);
    case "foreign": return `01900000-0000-7000-8000-00000000f00${number}`;
    case "children": return [inputOf(around, scope.entity(type.entity))];
    case "set": return [sampleId(scope, type.entity, 1)];
    case "type": return Object.fromEntries(scope.type(type.type).fields.map((field) => [field.name, sampleValue(around, field.type, field.name)]));
    case "list": return Array.from({ length: Math.max(1, type.min ?? 1) }, () => sampleValue(around, type.of, name));
  }
};

export const scalarValue = (type: Extract<Type, { kind: "scalar" }>, name: string, number: SampleNumber): Json => {
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

/**
 * The entities with repositories, each after those that it must refer to and, where they do not refer to one another
 * in a circle, after those that it may refer to.
 */
export const inOrderOfReference = (scope: Scope): readonly Entity[] => {
  const ordered: Entity[] = [];
  const comes = (names: readonly string[], self: Entity): boolean =>
    names.some((name) => name !== self.name && !ordered.some((one) => one.name === name));
  for (;;) {
    const open = scope.roots.filter((one) => !ordered.includes(one));
    const next = open.find((one) => !comes(referredBy(scope, one), one)) ?? open.find((one) => !comes(neededBy(scope, one), one)) ?? open[0];
    if (next === undefined) return ordered;
    ordered.push(next);
  }
};

const referredBy = (scope: Scope, entity: Entity, wanted: (field: Field) => boolean = () => true): readonly string[] =>
  entity.fields.filter(wanted).flatMap(({ type }) => {
    if (type.kind === "entity" || type.kind === "set") return [type.entity];
    return type.kind === "children" ? referredBy(scope, scope.entity(type.entity), wanted) : [];
  });

const neededBy = (scope: Scope, entity: Entity): readonly string[] =>
  referredBy(scope, entity, ({ type, optional }) => type.kind === "children" || (type.kind === "entity" && !optional));
