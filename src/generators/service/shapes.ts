import type { Entity, Field } from "../../model/architecture.ts";
import { commentText, typescriptString } from "../render/index.ts";
import { type Declaration, interfaceText } from "./code/declarations.ts";
import { arrayOf, callOf, line, member, objectOf, type Source } from "./code/layout.ts";
import { entitySource, newSchemaName, nullableSource, partialOf, recordSource, schemaName, schemaSource } from "./code/schemas.ts";
import { givenType, isNullable, isOmittable, newType, storedType } from "./code/types.ts";
import { entityNames, spoken, typeName, withArticle } from "./names.ts";
import { resourceOf, type Scope } from "./scope.ts";
import { usesOf } from "./uses.ts";

/** The entities that this one owns, at any depth, the innermost first. */
export const ownedBy = (scope: Scope, entity: Entity): readonly Entity[] =>
  entity.fields.flatMap(({ type }) => {
    if (type.kind !== "children") return [];
    const child = scope.entity(type.entity);
    return [...ownedBy(scope, child), child];
  });

export const changeable = (entity: Entity): readonly Field[] => entity.fields.filter((field) => field.set === "always");

const writable = (entity: Entity): readonly Field[] => entity.fields.filter((field) => field.set !== "never");

export const changesName = (entity: Entity): string => `${entity.name}Changes`;

/** The entity with all that it owns as stored, as given by a client, and what may change of it. */
export const entityInterfaces = (scope: Scope, entity: Entity): readonly Declaration[] => [
  ...[...ownedBy(scope, entity), entity].flatMap((one) => [stored(one), given(one)]),
  ...(usesOf(scope, entity).has("update") ? [changes(entity)] : []),
];

const COMMON = ["id: string", "createdAt: string", "updatedAt: string", "version: number"];

const described = (field: Field, text: string): string =>
  field.description === "" ? text : `  /** ${commentText(field.description)} */\n${text}`;

const stored = (entity: Entity): Declaration =>
  interfaceText(typeName(entity.name), commentText(entity.description), [
    ...COMMON.slice(0, entity.ownedBy === null ? 4 : 1).map((one) => `  readonly ${one};`),
    ...entity.fields.map((field) => described(field, member(field.name, storedType(field)))),
  ]);

const given = (entity: Entity): Declaration =>
  interfaceText(newType(entity.name), `What is said of a new ${spoken(entity.name)}.`, writable(entity).map((field) =>
    member(isOmittable(field) ? `${field.name}?` : field.name, givenType(field))));

const changes = (entity: Entity): Declaration =>
  interfaceText(
    changesName(entity),
    `What may change of ${withArticle(spoken(entity.name))}; null takes an optional value away.`,
    changeable(entity).map((field) => member(`${field.name}?`, givenType(field))),
  );

export const changesSchemaName = (entity: Entity): string => `changed${entity.name}Schema`;

export const listSchemaName = (entity: Entity): string => `list${entityNames(entity).plural}Schema`;

/** JSON Schemas of the same, and of the query of a list. */
export const entitySchemas = (scope: Scope, entity: Entity): readonly Declaration[] => [
  ...[...ownedBy(scope, entity), entity].flatMap((one) => [
    constant(schemaName(one.name), entitySource(one.fields, one.ownedBy !== null)),
    constant(newSchemaName(one.name), givenSource(one)),
  ]),
  constant(changesSchemaName(entity), partialOf(changeable(entity).map(givenProperty))),
  constant(listSchemaName(entity), listSource(scope, entity)),
];

const constant = (name: string, source: Source): Declaration => ({ name, text: line(0, `export const ${name} = `, source, ";") });

const givenProperty = (field: Field): readonly [string, Source] =>
  [field.name, nullableSource(schemaSource(field.type, "stored", newSchemaName), isNullable(field))];

const givenSource = (entity: Entity): Source => {
  const fields = writable(entity);
  return recordSource(
    fields.filter((field) => !isOmittable(field)).map(givenProperty),
    fields.filter(isOmittable).map(givenProperty),
  );
};

const PAGING: ReadonlySet<string> = new Set(["limit", "cursor", "sort", "search"]);

const NOT_COMPARED: ReadonlySet<string> = new Set(["money", "json", "bytes", "text", "decimal", "timestamp"]);

/** Fields that a list may be filtered by, each with the value that it must have. */
export const filterable = (scope: Scope, entity: Entity): readonly Field[] => {
  const chosen = resourceOf(scope, entity)?.filter ?? null;
  return entity.fields.filter(({ name, type, encrypt }) => {
    if (encrypt) return false;
    if (PAGING.has(name) || (chosen !== null && !chosen.includes(name))) return false;
    if (type.kind === "scalar") return chosen !== null ? !["money", "json", "bytes"].includes(type.name) : !NOT_COMPARED.has(type.name);
    return ["enum", "entity", "foreign"].includes(type.kind);
  });
};

const SORTED: ReadonlySet<string> = new Set(["string", "int", "date", "timestamp", "email", "url"]);

/** Fields that a list may be sorted by; those without a value have no place in an order. */
export const sortable = (entity: Entity): readonly string[] => [
  "id",
  "createdAt",
  "updatedAt",
  ...entity.fields
    .filter(({ type, optional, encrypt }) => !optional && !encrypt && (type.kind === "enum" || (type.kind === "scalar" && SORTED.has(type.name))))
    .map((field) => field.name),
];

export const searched = (scope: Scope, entity: Entity): readonly string[] => (resourceOf(scope, entity)?.search ?? []).filter((name) => !entity.fields.some((field) => field.name === name && field.encrypt));

export const largestPage = (scope: Scope, entity: Entity): number => resourceOf(scope, entity)?.max ?? 100;

const listSource = (scope: Scope, entity: Entity): Source =>
  partialOf([
    ["limit", objectOf([["type", '"integer"'], ["minimum", "1"], ["maximum", String(largestPage(scope, entity))]])],
    ["cursor", objectOf([["type", '"string"'], ["maxLength", "2_000"]])],
    ["sort", objectOf([["type", '"string"'], ["enum", arrayOf(sortable(entity).flatMap((name) => [name, `-${name}`]).map(typescriptString))]])],
    ...(searched(scope, entity).length === 0 ? [] : [["search", objectOf([["type", '"string"'], ["minLength", "1"], ["maxLength", "200"]])] as const]),
    ...filterable(scope, entity).map((field): readonly [string, Source] => [field.name, schemaSource(field.type, "stored")]),
  ]);

export const pageSource = (entity: Entity): Source => callOf("pageOfSchema", [schemaName(entity.name)]);
