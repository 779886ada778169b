import type { Field, Service, Type } from "../../model/architecture.ts";

/** A field that an answer shows, and where the spec says it. */
export interface ShownField {
  readonly field: Field;
  readonly at: string;
}

/** What the fields of an entity show to whoever sees all that everybody does: their own and those of owned rows. */
export function shownOfEntity(service: Service, name: string): readonly ShownField[] {
  const entity = service.entities.find((one) => one.name === name);
  const at = `services.${service.name}.entities.${name}.fields`;
  return entity === undefined ? [] : open(entity.fields).flatMap((field) => [
    { field, at: `${at}.${field.name}` },
    ...(field.type.kind === "children" && field.type.entity !== name ? shownOfEntity(service, field.type.entity) : []),
  ]);
}

/** The same of what an operation answers, with the entities and types in it. */
export function shownOfOutput(service: Service, fields: readonly Field[], at: string, seen: readonly string[] = []): readonly ShownField[] {
  return open(fields).flatMap((field) => [{ field, at: `${at}.${field.name}` }, ...inType(service, field.type, seen)]);
}

function inType(service: Service, type: Type, seen: readonly string[]): readonly ShownField[] {
  if (type.kind === "entity") return shownOfEntity(service, type.entity);
  if (type.kind === "list") return inType(service, type.of, seen);
  if (type.kind !== "type" || seen.includes(type.type)) return [];
  const fields = service.types.find(({ name }) => name === type.type)?.fields ?? [];
  return shownOfOutput(service, fields, `services.${service.name}.types.${type.type}`, [...seen, type.type]);
}

const open = (fields: readonly Field[]): readonly Field[] => fields.filter(({ visibleTo }) => visibleTo === null);
