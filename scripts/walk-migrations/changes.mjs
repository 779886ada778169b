import { KINDS, WIDER } from "./spec.mjs";

const FIELDS = ["note", "total", "state", "count", "due", "code", "size", "grade"];
const ENTITIES = ["Order", "Ticket", "Parcel", "Coupon", "Invoice"];
const VALUES = ["open", "late", "shut", "lost"];
const SERVICES = ["sales", "depot", "desk", "yard", "bank", "post"];

let ids = 0;
function newId() {
  ids += 1;
  return `id${ids}`;
}

/** A default, where the kind has one that a spec can write and rows may share. */
const defaultOf = (field) => ({ int: "7", decimal: "1.5", bool: "true", short: "none", text: "none", enum: field.values?.[0] })[field.kind];

function newField(random, name, targets) {
  const kind = random.of(Object.keys(KINDS).filter((one) => one !== "ref" || targets.length > 0));
  const field = { id: newId(), name, kind, ...(kind === "enum" ? { values: VALUES.slice(0, 2 + random.below(2)) } : {}), ...(kind === "ref" ? { to: random.of(targets).id } : {}) };
  field.optional = kind === "ref" || random.chance(0.4);
  if (!field.optional && random.chance(0.6)) field.default = defaultOf(field);
  field.unique = KINDS[kind].apart === true && field.default === undefined && random.chance(0.25);
  return field;
}

export function newEntity(random, name) {
  const names = FIELDS.filter(() => random.chance(0.5));
  const fields = (names.length === 0 ? ["note"] : names).map((one) => newField(random, one, []));
  return { id: newId(), name, fields, indexes: random.chance(0.5) ? [fields[0].id] : [] };
}

export const firstSpec = (random) => ({ services: SERVICES.slice(0, 2).map((name) => ({ id: newId(), name, entities: [newEntity(random, "Order"), newEntity(random, "Ticket")] })) });

const free = (names, holder) => names.filter((name) => !holder.some((one) => one.name === name));

/** What was renamed by the last change is called so from now on. */
export function settled(spec) {
  const copy = structuredClone(spec);
  const named = [...copy.services, ...copy.services.flatMap(({ entities }) => [...entities, ...entities.flatMap(({ fields }) => fields)])];
  for (const one of named) delete one.was;
  return copy;
}

function withoutField(entity, field) {
  entity.fields = entity.fields.filter((one) => one !== field);
  entity.indexes = entity.indexes.filter((id) => id !== field.id);
}

/** Each takes a spec, and changes it, or gives false where it has nothing to change. `rows` counts an entity's. */
export const CHANGES = {
  "a field more": (random, { entity, service }) => {
    const names = free(FIELDS, entity.fields);
    return names.length > 0 && entity.fields.push(newField(random, random.of(names), service.entities));
  },
  "a field less": (_random, { entity, field }) => {
    if (entity.fields.length < 2) return false;
    withoutField(entity, field);
    return true;
  },
  "a field by another name": (random, { entity, field }) => {
    const names = free(FIELDS, entity.fields);
    if (names.length === 0 || field.was) return false;
    Object.assign(field, { was: field.name, name: random.of(names) });
    return true;
  },
  "a wider type": (random, { field }) => {
    const kinds = WIDER[field.kind] ?? [];
    if (kinds.length === 0) return false;
    field.kind = random.of(kinds);
    if (field.default !== undefined) field.default = defaultOf(field);
    return true;
  },
  "another type": (random, { entity, field }) => {
    const { id: _id, ...other } = newField(random, field.name, []);
    for (const key of ["kind", "values", "to", "default", "unique", "optional"]) delete field[key];
    Object.assign(field, other);
    entity.indexes = entity.indexes.filter((id) => id !== field.id);
    return true;
  },
  "required": (random, { field }) => {
    if (!field.optional || field.kind === "ref") return false;
    field.optional = false;
    if (!field.unique && random.chance(0.7)) field.default = defaultOf(field);
    return true;
  },
  "optional": (_random, { field }) => {
    if (field.optional) return false;
    field.optional = true;
    delete field.default;
    return true;
  },
  "a value more": (_random, { field }) => {
    const more = VALUES.filter((value) => !field.values?.includes(value));
    return field.kind === "enum" && more.length > 0 && field.values.push(more[0]);
  },
  "an index": (_random, { entity, field }) => {
    const has = entity.indexes.includes(field.id);
    entity.indexes = has ? entity.indexes.filter((id) => id !== field.id) : [...entity.indexes, field.id];
    return true;
  },
  "unique or not": (_random, { field, areApart }) => {
    if (!field.unique && (KINDS[field.kind].apart !== true || field.default !== undefined || !areApart(field))) return false;
    field.unique = !field.unique;
    return true;
  },
  "an entity more": (random, { service }) => {
    const names = free(ENTITIES, service.entities);
    return names.length > 0 && service.entities.push(newEntity(random, random.of(names)));
  },
  "an entity less": (_random, { service, entity }) => {
    if (service.entities.length < 2) return false;
    service.entities = service.entities.filter((one) => one !== entity);
    for (const one of service.entities) for (const field of [...one.fields]) if (field.to === entity.id && one.fields.length > 1) withoutField(one, field);
    return service.entities.every((one) => one.fields.every((field) => field.to !== entity.id));
  },
  "an entity by another name": (random, { service, entity }) => {
    const names = free(ENTITIES, service.entities);
    if (names.length === 0 || entity.was) return false;
    Object.assign(entity, { was: entity.name, name: random.of(names) });
    return true;
  },
  "a service by another name": (random, { spec, service, unused }) => {
    const names = free(unused(SERVICES), spec.services);
    if (names.length === 0 || service.was || random.chance(0.6)) return false;
    Object.assign(service, { was: service.name, name: random.of(names) });
    return true;
  },
  "a service less": (random, { spec, service }) => {
    if (spec.services.length < 2 || random.chance(0.6)) return false;
    spec.services = spec.services.filter((one) => one !== service);
    return true;
  },
  "a service more": (random, { spec }) => {
    const names = free(SERVICES, spec.services);
    return names.length > 0 && spec.services.length < 3 && spec.services.push({ id: newId(), name: random.of(names), entities: [newEntity(random, random.of(ENTITIES))] });
  },
};

/** Another spec after a few changes, with what was done. */
export function changed(random, spec, world) {
  let next = settled(spec);
  const done = [];
  for (let wanted = 1 + random.below(3); done.length < wanted; ) {
    const trial = structuredClone(next);
    const service = random.of(trial.services);
    const entity = random.of(service.entities);
    const field = random.of(entity.fields);
    const what = random.of(Object.keys(CHANGES));
    const name = `${service.name}.${entity.name}.${field.name}`;
    const areApart = (one) => world.areApart(entity.id, one.id);
    if (!CHANGES[what](random, { spec: trial, service, entity, field, areApart, unused: world.unused })) continue;
    done.push(`${what}: ${name}`);
    next = trial;
  }
  return { spec: next, done };
}
