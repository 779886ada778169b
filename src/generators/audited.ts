import type { Architecture, Entity, Field, Service } from "../model/architecture.ts";

/** Whether the changes of an entity are noted. Owned children are changed with their owner. */
export const isAudited = (entity: Entity): boolean => entity.audit && entity.ownedBy === null;

export const audits = ({ entities }: Pick<Service, "entities">): boolean => entities.some(isAudited);

/** Names of the services that keep a trail, sorted. */
export const auditedServices = ({ services }: Architecture): readonly string[] =>
  services.filter(audits).map(({ name }) => name).sort();

/** Fields whose values are nobody's business but their owner's, in owned children too: the trail says only that they changed. */
export const secretFields = (entity: Entity, entities: readonly Entity[]): readonly string[] =>
  entity.fields.filter((field) => isSecret(field, entities)).map(({ name }) => name);

const isSecret = ({ encrypt, sensitivity, type }: Field, entities: readonly Entity[]): boolean => {
  if (encrypt || sensitivity === "personal" || sensitivity === "regulated") return true;
  const child = type.kind === "children" ? entities.find(({ name }) => name === type.entity) : undefined;
  return child !== undefined && secretFields(child, entities).length > 0;
};
