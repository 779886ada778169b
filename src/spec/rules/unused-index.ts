import type { Entity, Service } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

const always = new Set(["id", "createdAt", "updatedAt"]);

export const unusedIndex: SpecRule = {
  id: "unused-index",
  severity: "warning",
  find: (architecture) =>
    architecture.services.flatMap((service) =>
      service.entities.flatMap((entity) => {
        const asked = filteredBy(entity, service);
        if (asked === null) return [];
        const at = `services.${service.name}.entities.${entity.name}`;
        const indexes = entity.indexes.flatMap((fields, index) => (asked(fields[0] ?? "") ? [] : [{ what: "The index", field: fields[0] ?? "", path: `${at}.indexes.${index}` }]));
        const key = entity.partitionBy;
        const keys = key === null || asked(key) ? [] : [{ what: "The partition key", field: key, path: `${at}.partitionBy` }];
        return [...indexes, ...keys].map(({ what, field, path }) =>
          problem("unused-index", locate(architecture, path), `${what} begins with ${shown(field)}, and no query of ${shown(entity.name)} asks by it.`, {
            severity: "warning",
            help: `Let the list be filtered by it (\`resources: { ${entity.name}: { filter: [${field}] } }\`), or delete it: every write pays for it.`,
          }),
        );
      }),
    ),
};

/** Which fields of an entity some query asks by; null where code written by hand may ask by any. */
function filteredBy(entity: Entity, service: Service): ((field: string) => boolean) | null {
  if (entity.ownedBy !== null || service.operations.some(({ transition }) => transition === null)) return null;
  const resource = service.api.resources.find((one) => one.entity === entity.name);
  const lists = resource?.actions.some(({ action }) => action === "list") ?? false;
  const named = resource?.filter ?? null;
  return (field) => {
    // A reference is looked up whenever what it points to is deleted.
    if (always.has(field) || entity.fields.some(({ name, type }) => name === field && type.kind === "entity")) return true;
    return lists && (named === null || named.includes(field));
  };
}
