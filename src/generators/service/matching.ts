import type { Entity, Field, Type } from "../../model/architecture.ts";
import { camel } from "../render/index.ts";
import { isNullable, typeText } from "./code/types.ts";

const COMMON: ReadonlyMap<string, string> = new Map([["id", "string"], ["createdAt", "string"], ["updatedAt", "string"], ["version", "number"]]);

/** What a value is wanted for. */
type Wanted = Pick<Field, "name" | "type" | "optional">;

/** The source of a value for a field of an event or an input, taken from an entity's row where the names match; else null. */
export const sourceOf = (entity: Entity, field: Wanted, row: string): string | null => {
  const wanted = typeText(field.type, "shown");
  const own = entity.fields.find((one) => one.name === field.name);
  if (own !== undefined && fits(own, field, wanted)) return `${row}.${own.name}`;
  if (field.name === camel(entity.name)) {
    if (field.type.kind === "entity" && field.type.entity === entity.name) return row;
    return wanted === "string" ? `${row}.id` : null;
  }
  return COMMON.get(field.name) === wanted ? `${row}.${field.name}` : null;
};

const fits = (own: Field, field: Wanted, wanted: string): boolean => {
  if (isNullable(own) && !field.optional) return false;
  const stored = typeText(own.type, "stored");
  return stored === wanted || (wanted === "string" && own.type.kind === "enum");
};

/** The children field and the fields to take of each child, where a list of the service's types wants them; else null. */
export const childrenSource = (entity: Entity, child: (name: string) => Entity, field: Field, item: readonly Field[], row: string): string | null => {
  const own = entity.fields.find((one) => one.name === field.name);
  if (own?.type.kind !== "children") return null;
  const target = child(own.type.entity);
  const values = item.map((one) => ({ name: one.name, optional: one.optional, source: sourceOf(target, one, "one") }));
  if (values.some((one) => one.source === null && !one.optional)) return null;
  const pairs = values.filter((one) => one.source !== null).map((one) => `${one.name}: ${one.source}`);
  return `${row}.${own.name}.map((one) => ({ ${pairs.join(", ")} }))`;
};

export const itemOf = (type: Type): Type | null => (type.kind === "list" ? type.of : null);
