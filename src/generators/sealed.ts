import type { Architecture, Entity, Field, Service, Type } from "../model/architecture.ts";

/** Fields of an entity's own table that are encrypted. */
export const sealedFields = (entity: Entity): readonly Field[] => entity.fields.filter((field) => field.encrypt);

/** Entities of which something is encrypted. Owned children have no table of their own that code reads. */
export const sealedEntities = ({ entities }: Pick<Service, "entities">): readonly Entity[] =>
  entities.filter((entity) => entity.ownedBy === null && sealedFields(entity).length > 0);

export const seals = (service: Pick<Service, "entities">): boolean => sealedEntities(service).length > 0;

/** Names of the services that encrypt, sorted. */
export const sealingServices = ({ services }: Architecture): readonly string[] =>
  services.filter(seals).map(({ name }) => name).sort();

const TEXT: Type = { kind: "scalar", name: "text" };

/** The field of the blind index of an encrypted one. */
export const indexField = (name: string): string => `${name}BlindIndex`;

/** Whether two rows may not have the same value in it, alone or with others. */
export const isKey = (entity: Entity, field: Field): boolean => field.unique || entity.unique.some((names) => names.includes(field.name));

const blindIndex = (entity: Entity, field: Field): Field => ({
  ...sealedText(field),
  name: indexField(field.name),
  was: field.was === null ? null : indexField(field.was),
  unique: entity.fields.some((one) => one.name === field.name && one.unique),
});

const sealedText = (field: Field): Field => {
  const { default: _ofThePlain, ...rest } = field;
  return { ...rest, type: TEXT, unique: false };
};

/** An entity as its table holds it: what is encrypted is text, with a blind index beside it where it must be unique. */
export const storedEntity = (entity: Entity): Entity => {
  const sealed = entity.ownedBy === null ? sealedFields(entity) : [];
  if (sealed.length === 0) return entity;
  const names = new Set(sealed.map(({ name }) => name));
  return {
    ...entity,
    fields: [
      ...entity.fields.map((field) => (names.has(field.name) ? sealedText(field) : field)),
      ...sealed.filter((field) => isKey(entity, field)).map((field) => blindIndex(entity, field)),
    ],
    unique: entity.unique.map((key) => key.map((name) => (names.has(name) ? indexField(name) : name))),
    indexes: entity.indexes.filter((fields) => !fields.some((name) => names.has(name))),
  };
};
