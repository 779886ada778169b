import type { Architecture, Entity, Service } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const ownedChildren: SpecRule = {
  id: "owned-children",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.entities.flatMap((entity) => childProblems(entity, service, architecture)),
    ),
};

function childProblems(entity: Entity, service: Service, architecture: Architecture): readonly Diagnostic[] {
  if (entity.ownedBy === null) return [];
  const at = `services.${service.name}`;
  const say = (path: string, message: string, help: string): Diagnostic =>
    problem("owned-children", locate(architecture, path), message, { help });
  const found: Diagnostic[] = [];
  const owners = service.entities.flatMap((owner) =>
    owner.fields
      .filter(({ type }) => type.kind === "children" && type.entity === entity.name)
      .map((field) => ({ owner: owner.name, field: field.name })),
  );
  for (const { owner, field } of owners.slice(1)) {
    found.push(
      say(
        `${at}.entities.${owner}.fields.${field}`,
        `${shown(entity.name)} has two owners: ${shown(`${owners[0]?.owner}.${owners[0]?.field}`)} and ${shown(`${owner}.${field}`)}.`,
        "Make an entity for each owner.",
      ),
    );
  }
  if (ownsItself(entity, service))
    found.push(
      say(
        `${at}.entities.${entity.name}`,
        `${shown(entity.name)} owns itself, through ${shown(entity.ownedBy)}.`,
        "Refer to the parent by a field instead.",
      ),
    );
  if (service.api.resources.some((resource) => resource.entity === entity.name)) {
    found.push(
      say(
        `${at}.api.resources.${entity.name}`,
        `${shown(entity.name)} is owned by ${shown(entity.ownedBy)} and has no route of its own.`,
        `Write it through ${shown(entity.ownedBy)}, or refer to it by a field.`,
      ),
    );
  }
  for (const { field, name } of entity.transitions) {
    found.push(
      say(
        `${at}.entities.${entity.name}.transitions.${field}.${name}`,
        `${shown(entity.name)} is owned by ${shown(entity.ownedBy)} and has no transitions of its own.`,
        "Move the state to the owner.",
      ),
    );
  }
  return found;
}

function ownsItself(entity: Entity, service: Service): boolean {
  const seen = new Set<string>();
  for (let here: string | null = entity.ownedBy; here !== null && !seen.has(here); ) {
    if (here === entity.name) return true;
    seen.add(here);
    const name: string = here;
    here = service.entities.find((one) => one.name === name)?.ownedBy ?? null;
  }
  return false;
}
