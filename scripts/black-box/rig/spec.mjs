// What a spec says of roles and of which field points to which entity.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const typeOf = (field) => (typeof field === "string" ? field : (field?.type ?? ""));

/** `optional(set(catalog.Tag))` in `orders` → `{ service: "catalog", entity: "Tag" }`, where there is such an entity. */
const targetOf = (services, service, field) => {
  const [, , other = service, entity = ""] = /^(?:\w+\()*((\w+)\.)?(\w+)\b/.exec(typeOf(field).replace(/\s/g, "")) ?? [];
  return services[other]?.entities?.[entity] === undefined ? null : { service: other, entity };
};

/** The fields that some roles see, each with those roles. */
const keptFields = (spec) =>
  Object.entries(spec.services).flatMap(([service, { entities = {} }]) =>
    Object.entries(entities).flatMap(([entity, { fields = {} }]) =>
      Object.entries(fields).flatMap(([field, { visibleTo }]) => (visibleTo === undefined ? [] : [{ service, entity, field, visibleTo }])),
    ),
  );

export function readSpec(folder) {
  const spec = parse(readFileSync(join(folder, "architecture.yaml"), "utf8"));
  const roles = spec.auth?.roles ?? {};
  const mayAll = Object.entries(roles).find(([, { may = [] }]) => may.includes("all"))?.[0];
  return {
    ...spec,
    roleNames: Object.keys(roles),
    /** Who may do everything. */
    operator: mayAll ?? Object.keys(roles).at(-1) ?? null,
    keptFields: keptFields(spec),
    /** Roles that see what is kept from who may do everything. */
    seers: [...new Set(keptFields(spec).flatMap(({ visibleTo }) => (visibleTo.length === 0 || visibleTo.includes(mayAll) ? [] : [visibleTo.at(-1)])))],
    fieldsOf: (service, entity) => spec.services[service]?.entities?.[entity]?.fields ?? {},
    targetOf: (service, field) => targetOf(spec.services, service, field),
    entities: Object.entries(spec.services).flatMap(([service, { entities = {} }]) =>
      Object.keys(entities).map((entity) => ({ service, entity })),
    ),
  };
}
