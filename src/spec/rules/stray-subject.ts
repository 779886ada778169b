import type { Architecture, Entity, Service } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const straySubject: SpecRule = {
  id: "stray-subject",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.entities.flatMap((entity) => {
        const why = entity.subject === null ? null : fault(architecture, service, entity, []);
        if (why === null) return [];
        return [
          problem("stray-subject", locate(architecture, `services.${service.name}.entities.${entity.name}.subject`), `The subject of ${shown(entity.name)} leads to no user: ${why}`, {
            help: "Name a field that holds the id of a user, or that refers to an entity with a subject of its own.",
          }),
        ];
      }),
    ),
};

/** Why the way from a row to a user ends before; null where it does not. */
function fault(architecture: Architecture, service: Service, entity: Entity, seen: readonly string[]): string | null {
  const name = `${service.name}.${entity.name}`;
  if (entity.ownedBy !== null) return `${shown(entity.name)} is owned by ${shown(entity.ownedBy)}, and goes where that goes.`;
  if (seen.includes(name)) return `${[...seen, name].map(shown).join(" → ")} is a circle.`;
  if (entity.subject === "id") return null;
  const field = entity.fields.find((one) => one.name === entity.subject);
  if (field === undefined) return entity.subject === null ? `${shown(name)} has none.` : `${shown(entity.subject)} is what every row has.`;
  const { type } = field;
  if (field.encrypt) return `${shown(field.name)} is encrypted, and no row is found by it.`;
  if (type.kind === "scalar" && type.name === "uuid") return null;
  if (type.kind !== "entity" && type.kind !== "foreign") return `${shown(field.name)} holds no id.`;
  const target = type.kind === "foreign" ? architecture.services.find((one) => one.name === type.service) : service;
  const { user } = architecture.auth;
  if (user !== null && user.service === target?.name && user.entity === type.entity) return null;
  const next = target?.entities.find((one) => one.name === type.entity);
  return target === undefined || next === undefined ? null : fault(architecture, target, next, [...seen, name]);
}
