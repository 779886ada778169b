import type { Architecture, Service } from "../../model/architecture.ts";
import { accountRoutes } from "../access/accounts.ts";
import { tellingIntegrations } from "../integrations.ts";
import { graphRoute, inStyles, METHODS, operationPath, resourcePath, webhookRoute } from "../paths.ts";

/** A route of the public API: what it runs, and its path as `/v1/orders/:id`. */
export interface PublicRoute {
  /** As a grant names it: `orders.place`, `orders.Order.create`. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
}

/** What a service answers to clients of the system. */
export const publicRoutes = (service: string, architecture: Architecture): readonly PublicRoute[] => {
  if (service === "accounts") return accountRoutes(architecture);
  const found = architecture.services.find((one) => one.name === service);
  return found === undefined ? [] : [...inStyles(found, [...resourceRoutes(found, architecture), ...operationRoutes(found, architecture)]), ...graphRoute(found), ...tellingIntegrations(found, architecture).map((one) => webhookRoute(found, one))];
};

const resourceRoutes = (service: Service, architecture: Architecture): readonly PublicRoute[] =>
  service.api.resources.flatMap((resource) =>
    resource.actions.map(({ action }) => {
      const path = resourcePath(service, { name: resource.entity }, architecture);
      return {
        operation: `${service.name}.${resource.entity}.${action}`,
        method: METHODS[action],
        path: action === "list" || action === "create" ? path : `${path}/:id`,
      };
    }),
  );

const operationRoutes = (service: Service, architecture: Architecture): readonly PublicRoute[] =>
  service.operations.flatMap((operation) => {
    const path = operationPath(service, operation, architecture);
    return path === null ? [] : [{ operation: `${service.name}.${operation.name}`, method: operation.http?.method ?? "POST", path }];
  });
