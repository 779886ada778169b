import type { Architecture, Entity, Field, Resource, Service } from "../../model/architecture.ts";
import { resourcePath } from "../paths.ts";
import { keptFor } from "../retention.ts";
import type { Callers } from "./callers.ts";
import { type Code, object, text } from "./code.ts";
import { type Creations, inputFields, isWhole } from "./creations.ts";
import { sampleCode } from "./samples.ts";

/** What the test of a resource is told, as one object literal; null where nobody may do anything with it. */
export const resourceCode = (
  service: Service,
  resource: Resource,
  architecture: Architecture,
  callers: Callers,
  creations: Creations,
): Code | null => {
  const as = resource.actions.flatMap((one): readonly (readonly [string, Code])[] => {
    const caller = callers.one(`${service.name}.${resource.entity}.${one.action}`);
    return caller === null || !isWhole(service, resource.entity, one) ? [] : [[one.action, text(caller)]];
  });
  if (as.length === 0) return null;
  const entity = service.entities.find((one) => one.name === resource.entity);
  const creation = creations.find(service.name, resource.entity);
  return object([
    ["path", text(resourcePath(service, { name: resource.entity }, architecture))],
    ["as", object(as)],
    ...(creation === undefined ? [] : [["input", creation.input] as const]),
    ...(entity === undefined || creation === undefined ? [] : changeOf(service, entity, resource)),
    ...(entity !== undefined && clashes(entity) ? [["unique", "true"] as const] : []),
    ...(isCached(architecture, `${service.name}.${resource.entity}.list`) ? [["cached", "true"] as const] : []),
    ...(entity !== undefined && keptFor(entity) !== null ? [["kept", "true"] as const] : []),
  ]);
};

/** One field that a client may change to another value: a reference to nothing would be refused, so it is a plain one. */
const changeOf = (service: Service, entity: Entity, resource: Resource): readonly (readonly [string, Code])[] => {
  if (!resource.actions.some((one) => one.action === "update")) return [];
  const field = entity.fields.find((one) => one.set === "always" && one.visibleTo?.length !== 0 && isPlain(one));
  if (field === undefined) return [];
  const value = sampleCode(field.type, field.name, { service, creations: { find: () => undefined } });
  return [["change", object([[field.name, changed(field, value)]])]];
};

const isPlain = ({ type, unique }: Field): boolean => !unique && (type.kind === "enum" || type.kind === "scalar");

/** An object is built when tests are collected, so texts need not be another each time. */
const changed = (field: Field, value: Code): Code =>
  field.type.kind === "enum" ? text(field.type.values.at(-1) ?? "") : value;

/** Whether the least input, sent twice, breaks a unique field or key. */
const clashes = (entity: Entity): boolean => {
  const sent = new Set(inputFields(entity).map((field) => field.name));
  return (
    entity.fields.some((field) => field.unique && sent.has(field.name)) ||
    entity.unique.some((key) => key.every((name) => sent.has(name)))
  );
};

const isCached = ({ cache }: Architecture, operation: string): boolean => cache.entries.some((one) => one.operation === operation);
