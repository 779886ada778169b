import type { Field, ScalarName, Type } from "../../../model/architecture.ts";
import { commentText } from "../../render/index.ts";
import { typeName } from "../names.ts";
import { member } from "./layout.ts";

/** `stored`: a field of an entity, where another entity is its id. `shown`: inputs, outputs and events, where it is its representation. */
export type Place = "stored" | "shown";

const SCALARS: ReadonlyMap<ScalarName, string> = new Map([
  ["int", "number"],
  ["bool", "boolean"],
  ["money", "Money"],
  ["json", "Json"],
]);

/** The TypeScript type of a value. */
export const typeText = (type: Type, place: Place): string => {
  switch (type.kind) {
    case "scalar": return SCALARS.get(type.name) ?? "string";
    case "enum": return type.values.map((value) => JSON.stringify(value)).join(" | ");
    case "foreign": return "string";
    case "entity": return place === "stored" ? "string" : typeName(type.entity);
    case "children": return `readonly ${typeName(type.entity)}[]`;
    case "set": return "readonly string[]";
    case "type": return typeName(type.type);
    case "list": return listText(typeText(type.of, place));
  }
};

const listText = (item: string): string => (/^readonly | \| /u.test(item) ? `readonly (${item})[]` : `readonly ${item}[]`);

/** Whether a stored field may be null; a list of children and a set are empty instead. */
export const isNullable = (field: Field): boolean => field.optional && !isCollection(field);

export const isCollection = (field: Field): boolean => field.type.kind === "children" || field.type.kind === "set";

/** Whether a client may leave the field out of a new entity. */
export const isOmittable = (field: Field): boolean => field.optional || field.default !== undefined || field.type.kind === "set";

/** A stored field: what has no value is null. */
export const storedType = (field: Field): string => orNull(typeText(field.type, "stored"), isNullable(field));

/** The same as a client gives it: children have no id yet. */
export const givenType = (field: Field): string =>
  orNull(field.type.kind === "children" ? `readonly ${newType(field.type.entity)}[]` : typeText(field.type, "stored"), isNullable(field));

/** What a client says of a new entity. */
export const newType = (entity: string): string => `New${entity}`;

export const orNull = (type: string, optional: boolean): string => (optional ? `${type} | null` : type);

/** A field of an input, an output, an event or a type: what is optional may be missing or null. */
export const shownMember = (field: Field): string => {
  const missing = field.optional || field.default !== undefined;
  const text = member(missing ? `${field.name}?` : field.name, orNull(typeText(field.type, "shown"), field.optional));
  return field.description === "" ? text : `  /** ${commentText(field.description)} */\n${text}`;
};
