import type { Entity, Service } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const joiningEntity: SpecRule = {
  id: "joining-entity",
  severity: "warning",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.entities.flatMap((entity) => {
        const ends = endsOf(entity, service);
        if (ends === null) return [];
        const [one, other] = ends;
        return [
          problem(
            "joining-entity",
            locate(architecture, `services.${service.name}.entities.${entity.name}`),
            `${shown(entity.name)} only joins ${shown(one)} and ${shown(other)}: it says nothing of its own, and everyone who reads them must read it too.`,
            { severity: "warning", help: `Write a field \`set(${other})\` in ${shown(one)}, or give it what it knows, such as since when.` },
          ),
        ];
      }),
    ),
};

/** The two entities that one without a field, a route or a step of its own joins; null where it is more than that. */
function endsOf(entity: Entity, service: Service): readonly [string, string] | null {
  if (entity.ownedBy !== null || entity.fields.length !== 2 || entity.transitions.length > 0) return null;
  const [one, other] = entity.fields.flatMap(({ type }) => (type.kind === "entity" ? [type.entity] : []));
  if (one === undefined || other === undefined) return null;
  return service.operations.some(({ transition }) => transition === null) ? null : [one, other];
}
