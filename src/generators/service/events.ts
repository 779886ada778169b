import type { Entity, Event, Field, Service } from "../../model/architecture.ts";
import { camel, commentText, render, typescriptString } from "../render/index.ts";
import { arrow, callOf } from "./code/layout.ts";
import { eventNames } from "./names.ts";
import { sourceOf } from "./matching.ts";
import type { Scope } from "./scope.ts";

/** The text of application/events.ts: how each event of the service is published. */
export const eventsBody = (scope: Scope): string =>
  render("service/events.ts.hbs", { functions: scope.service.events.map((event) => eventFunction(scope, event)) });

const eventFunction = (scope: Scope, event: Event) => {
  const names = eventNames(event);
  const key = keyOf(scope, event);
  const name = typescriptString(`${scope.service.name}.${event.name}`);
  const parameters = [`payload: ${names.type}`, ...(key === null ? ["key: string"] : [])];
  const value = key === null ? "key" : key.type.kind === "scalar" && key.type.name === "int" ? `String(payload.${key.name})` : `payload.${key.name}`;
  return {
    about: commentText(event.description),
    text: arrow(`export const ${names.function} = `, parameters, "OutgoingEvent", callOf("outgoing", [name, String(event.version), value, "payload"])),
  };
};

/** The field of an event by which it keeps its order: the queue's, else the id of the entity that publishes it. */
export const keyOf = (scope: Scope, event: Event): Field | null => {
  const full = `${scope.service.name}.${event.name}`;
  const orderBy = scope.architecture.queues.find((queue) => queue.carries.includes(full))?.orderBy ?? null;
  const wanted = orderBy === null ? publishersOf(scope, event).map((entity) => camel(entity.name)) : [orderBy];
  return event.fields.find((field) => wanted.includes(field.name) && !field.optional && isKey(field)) ?? null;
};

const isKey = ({ type }: Field): boolean =>
  type.kind === "foreign" || type.kind === "enum" || (type.kind === "scalar" && !["money", "json", "bool"].includes(type.name));

/** The entities of which a transition or a resource action publishes the event. */
const publishersOf = (scope: Scope, event: Event): readonly Entity[] =>
  scope.roots.filter((entity) => {
    const moved = scope.service.operations.some((one) => one.transition?.entity === entity.name && one.emits.includes(event.name));
    const acted = scope.service.api.resources.some((one) => one.entity === entity.name && one.actions.some((action) => action.emits.includes(event.name)));
    return moved || acted;
  });

/** How an entity's row fills an event; null where the names do not match and somebody must say it by hand. */
export const payloadOf = (entity: Entity, event: Event, row: string): readonly (readonly [string, string])[] | null => {
  const values = event.fields.map((field): readonly [string, string] | null | undefined => {
    const source = sourceOf(entity, field, row);
    if (source !== null) return [field.name, source];
    return field.optional ? undefined : null;
  });
  return values.includes(null) ? null : values.filter((value) => value !== null && value !== undefined);
};

/** Whether the row of an entity alone fills the events that something publishes; else it says 501 until a hand fills them. */
export const saysAll = (service: Service, entity: string, emits: readonly string[]): boolean => {
  const publisher = service.entities.find((one) => one.name === entity);
  return emits.every((name) => {
    const event = service.events.find((one) => one.name === name);
    return publisher !== undefined && event !== undefined && payloadOf(publisher, event, "row") !== null;
  });
};
