import type { Entity, Field, Service, Type } from "../../model/architecture.ts";

/** A field of a message, at any depth. */
export interface Part {
  /** `lines[].quantity` */
  readonly path: string;
  /** The path before the renames that the spec tells of; the same where there are none. */
  readonly was: string;
  readonly type: Type;
  /** Whether it must be given, or is always shown. */
  readonly needed: boolean;
  /** Whether it may be null. */
  readonly nullable: boolean;
  /** Whether rows from before it was required may lack it: nothing says what it is in those. */
  readonly lacking?: boolean;
  /** Where the spec says it, as `services.orders.entities.Order.fields.note`. */
  readonly at: string;
}

const COMMON: readonly Field[] = (["id", "createdAt", "updatedAt", "version"] as const).map((name) => ({
  name,
  was: null,
  description: "",
  type: { kind: "scalar", name: name === "id" ? "uuid" : name === "version" ? "int" : "timestamp" },
  optional: false,
  unique: false,
  sensitivity: null,
  encrypt: false,
  set: "never",
  visibleTo: null,
}));

/** An entity as it is shown. */
export const shownEntity = (service: Service, entity: Entity): readonly Part[] =>
  partsOf(service, [...COMMON.slice(0, entity.ownedBy === null ? 4 : 1), ...entity.fields], { inside: "entity", side: "shown", isRow: true, at: fieldsOf(service, entity) });

/** What a client may write of an entity: all of a new one, or what may change. */
export const givenEntity = (service: Service, entity: Entity, how: "create" | "update"): readonly Part[] => {
  const fields = entity.fields.filter(({ set }) => (how === "create" ? set !== "never" : set === "always"));
  const parts = partsOf(service, fields, { inside: "entity", side: "given", isRow: true, at: fieldsOf(service, entity) });
  return how === "create" ? parts : parts.map((part) => (part.path.includes(".") ? part : { ...part, needed: false }));
};

/** Fields of an operation or an event, in which an entity stands for all that is shown of it; `at` is where the spec says them. */
export const partsOfMessage = (service: Service, fields: readonly Field[], side: Where["side"], at: string): readonly Part[] =>
  partsOf(service, fields, { inside: "message", side, isRow: false, at });

const fieldsOf = (service: Service, { name }: Entity): string => `services.${service.name}.entities.${name}.fields`;

interface Where {
  readonly inside: "entity" | "message";
  readonly side: "given" | "shown";
  /** Whether the fields are those of a row, which is shown whole; in a message what has a default may be missing. */
  readonly isRow: boolean;
  readonly at: string;
  readonly prefix?: string;
  readonly wasPrefix?: string;
  /** Entities and types above, so that a circle ends. */
  readonly above?: ReadonlySet<string>;
}

function partsOf(service: Service, fields: readonly Field[], where: Where): readonly Part[] {
  const { side, isRow, at, prefix = "", wasPrefix = "" } = where;
  return fields.flatMap((field) => {
    const needed = !field.optional && ((side === "shown" && isRow) || field.default === undefined);
    const part = { path: prefix + field.name, was: wasPrefix + (field.was ?? field.name), type: field.type, needed, nullable: field.optional, lacking: side === "shown" && isRow && !field.optional && field.default === undefined, at: `${at}.${field.name}` };
    return [part, ...inner(service, field.type, part, where)];
  });
}

function inner(service: Service, type: Type, part: Pick<Part, "path" | "was">, where: Where): readonly Part[] {
  if (type.kind === "list") return inner(service, type.of, { path: `${part.path}[]`, was: `${part.was}[]` }, where);
  const found = composite(service, type, where);
  const above = where.above ?? new Set();
  if (found === null || above.has(found.name)) return [];
  const many = type.kind === "children" ? "[]" : "";
  const deeper = { ...where, inside: found.inside, isRow: found.isRow, at: found.at, prefix: `${part.path}${many}.`, wasPrefix: `${part.was}${many}.`, above: new Set([...above, found.name]) };
  return partsOf(service, found.fields, deeper);
}

interface Composite {
  readonly name: string;
  readonly inside: Where["inside"];
  readonly isRow: boolean;
  readonly at: string;
  readonly fields: readonly Field[];
}

/** What a type is made of, where it is made of fields; an entity in an entity's field is a key alone. */
function composite(service: Service, type: Type, { inside, side }: Where): Composite | null {
  if (type.kind === "type") {
    const declared = service.types.find(({ name }) => name === type.type);
    return declared === undefined ? null : { name: declared.name, inside, isRow: false, at: `services.${service.name}.types.${declared.name}`, fields: declared.fields };
  }
  if (type.kind !== "children" && (type.kind !== "entity" || inside === "entity")) return null;
  const entity = service.entities.find(({ name }) => name === type.entity);
  if (entity === undefined) return null;
  const own = COMMON.slice(0, entity.ownedBy === null ? 4 : 1);
  const fields = side === "shown" ? [...own, ...entity.fields] : entity.fields.filter(({ set }) => set !== "never");
  return { name: entity.name, inside: "entity", isRow: true, at: fieldsOf(service, entity), fields };
}
