import type { Entity, Field, Json, Transition, TypeDeclaration } from "../../model/architecture.ts";
import { get, isList, textOf, textsOf } from "../tree.ts";
import { type Context, entries, type Spot, step } from "./context.ts";
import { fieldsOf } from "./fields.ts";
import { milliseconds } from "./quantities.ts";

export function typesOf(service: string, spot: Spot, context: Context): readonly TypeDeclaration[] {
  return entries(spot).map(([name, fields]) => ({
    name,
    description: "",
    fields: fieldsOf(fields, { service, stored: false }, context),
  }));
}

export function entitiesOf(service: string, spot: Spot, context: Context): readonly Entity[] {
  const entities = entries(spot).map(([name, entity]) => entityOf(service, name, entity, context));
  const owners = new Map<string, string>();
  for (const entity of entities) {
    for (const { type } of entity.fields) {
      if (type.kind === "children" && !owners.has(type.entity)) owners.set(type.entity, entity.name);
    }
  }
  return entities.map((entity) => ({ ...entity, ownedBy: owners.get(entity.name) ?? null, tenant: rootOf(entity, entities, owners).tenant }));
}

/** What is owned belongs to whom its owner belongs to. */
function rootOf(entity: Entity, all: readonly Entity[], owners: ReadonlyMap<string, string>): Entity {
  const seen = new Set<string>();
  let root = entity;
  while (!seen.has(root.name)) {
    seen.add(root.name);
    root = all.find((one) => one.name === owners.get(root.name)) ?? root;
  }
  return root;
}

function entityOf(service: string, name: string, spot: Spot, context: Context): Entity {
  const transitions = entries(step(spot, "transitions")).flatMap(([field, moves]) =>
    entries(moves).map(([move, { node }]) => transitionOf(move, field, node)),
  );
  const moved = new Set(transitions.map(({ field }) => field));
  const fields = fieldsOf(step(spot, "fields"), { service, stored: true }, context);
  return {
    name,
    was: textOf(get(spot.node, "was")) ?? null,
    description: textOf(get(spot.node, "description")) ?? "",
    ownedBy: null,
    fields: fields.map((field) => (moved.has(field.name) ? movedField(field) : field)),
    indexes: listsOf(get(spot.node, "indexes")),
    unique: listsOf(get(spot.node, "unique")),
    transitions,
    partitionBy: textOf(get(spot.node, "partitionBy")) ?? null,
    retention: retentionOf(get(spot.node, "retention")),
    audit: get(spot.node, "audit") === true,
    subject: textOf(get(spot.node, "subject")) ?? null,
    tenant: context.tenants && get(spot.node, "tenant") !== "none",
  };
}

/** What a transition moves is never written by a client, and begins in its first state. */
function movedField(field: Field): Field {
  const first = field.type.kind === "enum" ? field.type.values[0] : undefined;
  const begins = field.default === undefined && !field.optional && first !== undefined ? { default: first } : {};
  return { ...field, ...begins, set: "never" };
}

/** `draft | placed -> cancelled` */
function transitionOf(name: string, field: string, node: Json | undefined): Transition {
  const [before = "", to = ""] = (textOf(node) ?? "").split("->");
  return { name, field, from: before.split("|").map((state) => state.trim()), to: to.trim() };
}

function listsOf(node: Json | undefined): readonly (readonly string[])[] {
  return isList(node) ? node.map(textsOf) : [];
}

function retentionOf(node: Json | undefined): Entity["retention"] {
  const keepMs = milliseconds(get(node, "keep"));
  const deleteAfterMs = milliseconds(get(node, "deleteAfter"));
  if (keepMs !== undefined) return { keepMs };
  return deleteAfterMs === undefined ? null : { deleteAfterMs };
}
