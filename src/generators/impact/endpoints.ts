import { accountRoutes } from "../access/accounts.ts";
import type { ActionOptions, Architecture, Entity, Field, Operation, Resource, ResourceAction, Service, Type } from "../../model/architecture.ts";
import { isAsked, operationPath, resourcePath } from "../paths.ts";
import { scopeOf } from "../service/scope.ts";
import { filterable, largestPage, searched, sortable } from "../service/shapes.ts";
import { type Difference, givenDifferences, shownDifferences } from "./differences.ts";
import type { Item } from "./item.ts";
import { givenEntity, type Part, partsOfMessage, shownEntity } from "./message.ts";

/** A call that somebody may make: what it takes and what it shows. */
export interface Callable extends Item {
  readonly given: readonly Part[];
  readonly shown: readonly Part[];
  /** By name, with their status. */
  readonly errors: Operation["errors"];
  /** Of a list: the largest page. */
  readonly most: number;
}

const NOTHING = { given: [], shown: [], errors: [], most: Number.POSITIVE_INFINITY };

/** What is called over HTTP. */
export const endpointsOf = (architecture: Architecture): readonly Callable[] => [
  ...architecture.services.flatMap((service) => styled(service, [
    ...service.api.resources.flatMap((resource) => resourceEndpoints(service, resource, architecture)),
    ...service.operations.flatMap((operation) => {
      const path = operationPath(service, operation, architecture);
      const method = operation.transition === null ? operation.http?.method : "POST";
      return path === null || method === undefined ? [] : [operationItem(service, operation, `${method} ${path}`)];
    }),
  ])),
  ...accountsEndpoints(architecture),
];

/** The same calls in every style that a service is asked in. */
const styled = (service: Service, calls: readonly Callable[]): readonly Callable[] => [
  ...(isAsked(service, "rest") ? calls : []),
  ...(isAsked(service, "rpc") ? calls.map((call) => ({ ...call, id: `rpc ${call.id}`, was: `rpc ${call.was}`, name: `POST /rpc/${call.id}` })) : []),
  ...(isAsked(service, "graphql") ? calls.map((call) => ({ ...call, id: `graphql ${call.id}`, was: `graphql ${call.was}`, name: `POST /graphql/${service.name} (${call.id})` })) : []),
];

/** What other services alone call. */
export const contractsOf = ({ services }: Architecture): readonly Callable[] =>
  services.flatMap((service) =>
    service.operations
      .filter(({ http, transition }) => http === null && transition === null)
      .map((operation) => operationItem(service, operation, `${service.name}.${operation.name}`)),
  );

const wasOf = (service: Service, name: string, was: string | null): string => `${service.was ?? service.name}.${was ?? name}`;

function operationItem(service: Service, operation: Operation, name: string): Callable {
  const { transition, input, output, errors } = operation;
  const at = transition === null ? `services.${service.name}.operations.${operation.name}` : `services.${service.name}.entities.${transition.entity}.transitions.${transition.transition.field}.${operation.name}`;
  const shown = transition === null ? partsOfMessage(service, output, "shown", `${at}.output`) : [];
  const given = transition === null ? [...partsOfMessage(service, input, "given", `${at}.input`), ...keyOf(operation, at)] : [];
  const id = `${service.name}.${operation.name}`;
  return { ...NOTHING, id, was: wasOf(service, operation.name, operation.was), name, at, given, shown, errors };
}

/** What comes in a header. */
const keyOf = ({ http, idempotency }: Operation, at: string): readonly Part[] =>
  http !== null && idempotency === "key" ? [{ path: "Idempotency-Key", was: "Idempotency-Key", type: { kind: "scalar", name: "string" }, needed: true, nullable: false, at: `${at}.idempotency` }] : [];

const VERBS: Readonly<Record<ResourceAction, string>> = { list: "GET", get: "GET", create: "POST", update: "PATCH", delete: "DELETE" };

function resourceEndpoints(service: Service, resource: Resource, architecture: Architecture): readonly Callable[] {
  const entity = service.entities.find(({ name }) => name === resource.entity);
  if (entity === undefined || resource.actions.length === 0) return [];
  const root = resourcePath(service, entity, architecture);
  return resource.actions.map(({ action }) => ({
    ...NOTHING,
    ...idsOf(service, entity, action),
    at: `services.${service.name}.api.resources.${entity.name}`,
    name: `${VERBS[action]} ${root}${action === "list" || action === "create" ? "" : "/:id"}`,
    given: givenTo(service, entity, action, architecture),
    most: action === "list" ? largestPage(scopeOf(service, architecture), entity) : Number.POSITIVE_INFINITY,
  }));
}

/** What is shown of an entity that has a path: of its own, since several endpoints show it. */
export const representationsOf = ({ services }: Architecture): readonly Callable[] =>
  services.flatMap((service) =>
    service.entities
      .filter(({ name }) => service.api.resources.some(({ entity }) => entity === name))
      .map((entity) => ({ ...NOTHING, ...idsOf(service, entity, "shown"), name: `${service.name}.${entity.name}, as shown`, at: `services.${service.name}.entities.${entity.name}`, shown: shownEntity(service, entity) })),
  );

const idsOf = (service: Service, entity: Entity, part: string): Pick<Item, "id" | "was"> => ({
  id: `${service.name}.${entity.name}.${part}`,
  was: wasOf(service, `${entity.name}.${part}`, entity.was === null ? null : `${entity.was}.${part}`),
});

function givenTo(service: Service, entity: Entity, action: ActionOptions["action"], architecture: Architecture): readonly Part[] {
  if (action === "create" || action === "update") return givenEntity(service, entity, action);
  if (action !== "list") return [];
  const scope = scopeOf(service, architecture);
  const at = `services.${service.name}.entities.${entity.name}.fields`;
  const optional = (name: string, field: Pick<Field, "type" | "was"> = { type: { kind: "scalar", name: "string" }, was: null }): Part => ({
    path: name,
    was: field.was ?? name,
    type: unbounded(field.type),
    needed: false,
    nullable: false,
    at: `${at}.${name.replace("sort=", "")}`,
  });
  return [
    ...filterable(scope, entity).map((field) => optional(field.name, field)),
    ...(searched(scope, entity).length > 0 ? [optional("search")] : []),
    ...sortable(entity).map((name) => optional(`sort=${name}`)),
  ];
}

/** A filter for a value that cannot be finds nothing, as before. */
const unbounded = (type: Type): Type => (type.kind === "scalar" ? { kind: "scalar", name: type.name } : type);

/** Of the built-in service. */
const accountsEndpoints = (architecture: Architecture): readonly Callable[] =>
  accountRoutes(architecture).map(({ method, path }) => ({ ...NOTHING, id: `${method} ${path}`, was: `${method} ${path}`, name: `${method} ${path}`, at: "auth.model" }));

/** What differs in a call that stayed. */
export function callDifferences(was: Callable, now: Callable): readonly Difference[] {
  return [
    ...givenDifferences(was.given, now.given),
    ...shownDifferences(was.shown, now.shown),
    ...errorDifferences(was.errors, now.errors),
    ...(was.most === now.most ? [] : [{ breaking: now.most < was.most, says: `gives ${now.most} items at most, where it was ${was.most}` }]),
  ];
}

function errorDifferences(was: Callable["errors"], now: Callable["errors"]): readonly Difference[] {
  const text = ({ name, status }: Callable["errors"][number]): string => `${name} (${status})`;
  const named = (errors: Callable["errors"], name: string) => errors.find((one) => one.name === name);
  return [
    ...now.flatMap((error): readonly Difference[] => {
      const before = named(was, error.name);
      if (before === undefined) return [{ breaking: false, says: `may fail with ${text(error)}` }];
      return before.status === error.status ? [] : [{ breaking: true, says: `fails with ${text(error)}, where it was ${before.status}` }];
    }),
    ...was.filter(({ name }) => named(now, name) === undefined).map((error) => ({ breaking: false, says: `fails with ${text(error)} no more` })),
  ];
}
