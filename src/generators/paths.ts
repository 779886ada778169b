import type { Architecture, Entity, Operation, Service } from "../model/architecture.ts";
import { kebab, plural } from "../model/names.ts";

/** The method of each action of a resource. */
export const METHODS = { list: "GET", get: "GET", create: "POST", update: "PATCH", delete: "DELETE" } as const;

const root = (service: Service, architecture: Architecture): string =>
  architecture.api.versioning === "path" ? `${service.api.basePath}/${service.api.version}` : service.api.basePath;

/** Where an entity is listed and created, as `/v1/orders`; one of them is at `/v1/orders/:id`. */
export const resourcePath = (service: Service, entity: Pick<Entity, "name">, architecture: Architecture): string =>
  `${root(service, architecture)}/${plural(kebab(entity.name))}`;

/** Whether a service is asked in this style. */
export const isAsked = ({ api }: Pick<Service, "api">, style: Service["api"]["styles"][number]): boolean => api.styles.includes(style);

/** The routes of a service in its styles: each at its own path, by its operation's name, or both. */
export const inStyles = <Route extends { readonly operation: string; readonly method: string; readonly path: string }>(
  service: Pick<Service, "api">,
  routes: readonly Route[],
): readonly Route[] => [
  ...(isAsked(service, "rest") ? routes : []),
  ...(isAsked(service, "rpc") ? routes.map((route) => ({ ...route, method: "POST", path: `/rpc/${route.operation}` })) : []),
];

/** Where a service is asked over GraphQL; nothing where it is not. */
export const graphRoute = (service: Pick<Service, "name" | "api">): readonly { readonly operation: string; readonly method: string; readonly path: string }[] =>
  isAsked(service, "graphql") ? [{ operation: `${service.name}.graphql`, method: "POST", path: `/graphql/${service.name}` }] : [];

/** Where somebody else's system tells a service something. */
export const webhookRoute = (service: Pick<Service, "name">, { name }: { readonly name: string }) =>
  ({ operation: `${service.name}.webhooks`, method: "POST", path: `/webhooks/${name}` });

/** Where an operation is called; null where it is for other services only. */
export const operationPath = (service: Service, operation: Operation, architecture: Architecture): string | null => {
  if (operation.transition !== null) {
    return `${resourcePath(service, { name: operation.transition.entity }, architecture)}/:id/${kebab(operation.name)}`;
  }
  return operation.http === null ? null : `${root(service, architecture)}${operation.http.path}`;
};
