import type { Entity, Field, Type } from "../../../model/architecture.ts";
import { plural, snake, sqlName } from "../../render/index.ts";
import type { Scope } from "../scope.ts";

export const tableName = (entity: Pick<Entity, "name">): string => plural(snake(entity.name));

export const qualified = (scope: Scope, table: string): string => `${sqlName(snake(scope.service.name))}.${sqlName(table)}`;

/** The table of pairs that a set is stored in. */
export const pairTable = (entity: Entity, field: Field): string => `${tableName(entity)}_${snake(field.name)}`;

/** What a row holds beside its own columns: children in their own table, or pairs of a set. */
export interface Collection {
  readonly field: Field;
  /** Name of the entity whose rows it holds or refers to. */
  readonly target: string;
  readonly kind: "children" | "set";
}

export const collectionsOf = (entity: Entity): readonly Collection[] =>
  entity.fields.flatMap((field) =>
    field.type.kind === "children" || field.type.kind === "set"
      ? [{ field, target: field.type.entity, kind: field.type.kind }]
      : []);

/** Fields that are columns of the entity's own table. */
export const columnFields = (entity: Entity): readonly Field[] =>
  entity.fields.filter((field) => field.type.kind !== "children" && field.type.kind !== "set");

export const isMoney = (type: Type): boolean => type.kind === "scalar" && type.name === "money";

/** Stored as JSON text, so that what comes out is what went in. */
export const isJson = (type: Type): boolean =>
  type.kind === "list" || type.kind === "type" || (type.kind === "scalar" && type.name === "json");

const SQL_TYPES: ReadonlyMap<string, string> = new Map([
  ["uuid", "uuid"],
  ["int", "bigint"],
  ["decimal", "numeric"],
  ["bool", "boolean"],
  ["date", "date"],
  ["timestamp", "timestamptz(3)"],
  ["json", "json"],
]);

/** Text is compared byte by byte, so that every machine sorts it alike. */
export const TEXT = 'text collate "C"';

export const sqlType = (type: Type): string => {
  if (isJson(type)) return "json";
  if (type.kind === "entity" || type.kind === "foreign") return "uuid";
  return type.kind === "scalar" ? (SQL_TYPES.get(type.name) ?? TEXT) : TEXT;
};
