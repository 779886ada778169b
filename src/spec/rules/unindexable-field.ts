import type { Entity, Field, Service } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const unindexableField: SpecRule = {
  id: "unindexable-field",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.entities.flatMap((entity) =>
        namedBy(entity, service).flatMap(({ name, path }) => {
          const why = faultOf(entity.fields.find((field) => field.name === name));
          if (why === null) return [];
          return [
            problem("unindexable-field", locate(architecture, path), `${shown(name)} ${why}, so that no index can order it.`, {
              help: "Take it out of here; what must be found or unique is a field of its own, with one value.",
            }),
          ];
        }),
      ),
    ),
};

/** The fields that an index, or something that rests on one, is asked for, and where. */
function namedBy(entity: Entity, service: Service): readonly { readonly name: string; readonly path: string }[] {
  const at = `services.${service.name}.entities.${entity.name}`;
  const listed = (key: "indexes" | "unique") =>
    entity[key].flatMap((names, index) => names.map((name) => ({ name, path: `${at}.${key}.${index}` })));
  const alone = entity.fields.filter(({ unique }) => unique).map(({ name }) => ({ name, path: `${at}.fields.${name}` }));
  const partition = entity.partitionBy === null ? [] : [{ name: entity.partitionBy, path: `${at}.partitionBy` }];
  return [...alone, ...listed("indexes"), ...listed("unique"), ...partition];
}

/** Why a field has no value that an index could hold; null where it has one, or where it is built in. */
function faultOf(field: Field | undefined): string | null {
  switch (field?.type.kind) {
    case "children":
      return "is a list of owned children";
    case "set":
      return "is a set";
    case "list":
      return "is a list";
    case "scalar":
      return field.type.name === "json" ? "is JSON" : null;
    default:
      return null;
  }
}
