import type { Entity } from "../../../model/architecture.ts";
import { snake } from "../../render/index.ts";
import { columnsOf, constraintName } from "../names.ts";
import { tableName } from "./tables.ts";

/** The fields of each unique key of an entity, the ones of single fields first. */
export const uniqueFields = (entity: Entity): readonly (readonly string[])[] => [
  ...entity.fields.filter((field) => field.unique).map((field) => [field.name]),
  ...entity.unique,
];

export const uniqueName = (entity: Entity, fields: readonly string[]): string =>
  constraintName(tableName(entity), ...fields.map((name) => snake(name)), "key");

/** The columns of an entity's fields; a field that every entity has is one column. */
export const columnsOfFields = (entity: Entity, fields: readonly string[]): readonly string[] =>
  fields.flatMap((name) => {
    const field = entity.fields.find((one) => one.name === name);
    return field === undefined ? [snake(name)] : columnsOf(field);
  });
