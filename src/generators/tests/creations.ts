import type { ActionOptions, Architecture, Entity, Field, Service } from "../../model/architecture.ts";
import { isAsked, resourcePath } from "../paths.ts";
import { pascal } from "../render/index.ts";
import { saysAll } from "../service/events.ts";
import type { Caller, Callers } from "./callers.ts";

/** An entity that tests can create through the API, with the function that does so. */
export interface Creation {
  readonly service: Service;
  readonly entity: Entity;
  readonly path: string;
  readonly caller: Caller;
  /** `createOrder`; with the service's name in it where two services have an entity of that name. */
  readonly create: string;
  /** `orderInput` */
  readonly input: string;
}

export interface Known {
  readonly find: (service: string, entity: string) => Creation | undefined;
}

export interface Creations extends Known {
  /** Each refers only to those before it. */
  readonly all: readonly Creation[];
  /** What may be created on the way to creating this one, so that no creation waits for itself. */
  readonly before: (creation: Creation) => Known;
}

/** The fields that a client must send on creation: the least that makes a whole row. */
export const inputFields = (entity: Entity): readonly Field[] =>
  entity.fields.filter((field) => field.set !== "never" && !field.optional && field.default === undefined);

/** What tests can create: a route that somebody may use, and nothing needed that cannot be created itself. */
export const creationsOf = (architecture: Architecture, callers: Callers): Creations => {
  const candidates = architecture.services.flatMap((service) =>
    service.entities.flatMap((entity) => candidate(service, entity, architecture, callers)),
  );
  const all = ordered(candidates);
  return {
    all,
    find: (service, entity) => found(all, service, entity),
    before: (creation) => ({ find: (service, entity) => found(all.slice(0, all.indexOf(creation)), service, entity) }),
  };
};

/** Whether an action is complete as generated: it needs neither another service nor a hand that fills its events. */
export const isWhole = (service: Service, entity: string, action: ActionOptions): boolean =>
  action.uses.length === 0 && saysAll(service, entity, action.emits);

const found = (creations: readonly Creation[], service: string, entity: string): Creation | undefined =>
  creations.find((one) => one.service.name === service && one.entity.name === entity);

const candidate = (
  service: Service,
  entity: Entity,
  architecture: Architecture,
  callers: Callers,
): readonly Creation[] => {
  const resource = service.api.resources.find((one) => one.entity === entity.name);
  const caller = callers.one(`${service.name}.${entity.name}.create`);
  const action = resource?.actions.find((one) => one.action === "create");
  const { tenancy } = architecture;
  // A tenant has one row, so that tests cannot make several.
  if (tenancy?.by.service === service.name && tenancy.by.entity === entity.name) return [];
  if (action === undefined || caller === null || !isWhole(service, entity.name, action)) return [];
  const twice =
    architecture.services.filter((other) => other.entities.some((one) => one.name === entity.name)).length > 1;
  const name = twice ? `${pascal(service.name)}${entity.name}` : entity.name;
  // A service that is asked by names alone makes its rows by them.
  const path = isAsked(service, "rest") ? resourcePath(service, entity, architecture) : `/rpc/${service.name}.${entity.name}.create`;
  if (!isAsked(service, "rest") && !isAsked(service, "rpc")) return [];
  return [
    {
      service,
      entity,
      path,
      caller,
      create: `create${name}`,
      input: `${name.charAt(0).toLowerCase()}${name.slice(1)}Input`,
    },
  ];
};

/**
 * In an order in which each refers to those before it: first what refers to nothing that is still to come, then, where
 * services refer to one another in a circle, what needs no row of its own service that is still to come.
 */
const ordered = (candidates: readonly Creation[]): readonly Creation[] => {
  const placed: Creation[] = [];
  const isPlaced = (to: Reference): boolean => found(placed, to.service, to.entity) !== undefined;
  const isComing = (to: Reference): boolean => found(candidates, to.service, to.entity) !== undefined && !isPlaced(to);
  for (;;) {
    const open = candidates.filter((one) => !placed.includes(one));
    const next =
      open.find(
        (one) => !references(one).some(isComing) && references(one).every((to) => !to.needed || isPlaced(to)),
      ) ?? open.find((one) => references(one).every((to) => !to.needed || isPlaced(to)));
    if (next === undefined) return placed;
    placed.push(next);
  }
};

interface Reference {
  readonly service: string;
  readonly entity: string;
  /** A foreign key that must hold, where another service's id is not looked at. */
  readonly needed: boolean;
}

const references = (creation: Creation): readonly Reference[] => referencesOf(creation.entity, creation.service);

const referencesOf = (entity: Entity, service: Service): readonly Reference[] =>
  inputFields(entity).flatMap(({ type }): readonly Reference[] => {
    if (type.kind === "foreign") return [{ service: type.service, entity: type.entity, needed: false }];
    if (type.kind === "entity") return [{ service: service.name, entity: type.entity, needed: true }];
    if (type.kind === "set") return [{ service: service.name, entity: type.entity, needed: false }];
    const child = type.kind === "children" ? service.entities.find((one) => one.name === type.entity) : undefined;
    return child === undefined ? [] : referencesOf(child, service);
  });
