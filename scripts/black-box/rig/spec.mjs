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

export function readSpec(folder) {
  const spec = parse(readFileSync(join(folder, "architecture.yaml"), "utf8"));
  const roles = spec.auth?.roles ?? {};
  const mayAll = Object.entries(roles).find(([, { may = [] }]) => may.includes("all"))?.[0];
  return {
    ...spec,
    roleNames: Object.keys(roles),
    /** Who may do everything. */
    operator: mayAll ?? Object.keys(roles).at(-1) ?? null,
    fieldsOf: (service, entity) => spec.services[service]?.entities?.[entity]?.fields ?? {},
    targetOf: (service, field) => targetOf(spec.services, service, field),
    entities: Object.entries(spec.services).flatMap(([service, { entities = {} }]) =>
      Object.keys(entities).map((entity) => ({ service, entity })),
    ),
  };
}
