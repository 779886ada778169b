import type { Architecture, Service } from "../../model/architecture.ts";
import { hasApiKeys } from "../access/accounts.ts";
import { grantsOf } from "../access/grants.ts";
import { inStyles, METHODS, operationPath, resourcePath } from "../paths.ts";
import { render } from "../render/index.ts";
import type { Callers } from "./callers.ts";
import { array, layOut, object, text } from "./code.ts";

interface Guarded {
  readonly method: string;
  readonly path: string;
  readonly callers: readonly string[];
}

/** `test/grants.test.ts`: every route against every role, as the spec grants them. */
export const grantsTest = (architecture: Architecture, callers: Callers): string => {
  const routes = guardedRoutes(architecture, callers).map((route) =>
    object([
      ["route", text(`${route.method} ${route.path}`)],
      ["may", array(route.callers.map(text))],
    ]),
  );
  return render("tests/test/grants.test.ts.hbs", {
    apiKeys: hasApiKeys(architecture),
    roles: layOut(array(architecture.auth.roles.map((role) => text(role.name))), 0, 40),
    routes: routes.map((route) => layOut(route, 2, 3)),
  });
};

/** Routes that anybody may use as far as a policy holds, as source of a list. */
export const openRoutes = (architecture: Architecture): string | null => {
  if (architecture.auth.models.includes("none")) return null;
  const open = guardedOperations(architecture).filter(({ operation }) => {
    const [everybody] = grantsOf(architecture, operation);
    return everybody?.role === null && everybody.policies.length > 0;
  });
  return open.length === 0 ? null : layOut(array(open.map(({ method, path }) => text(`${method} ${path}`))), 0, 32);
};

/** Every route of the services with the roles that may use it, in the order of the spec. */
const guardedRoutes = (architecture: Architecture, callers: Callers): readonly Guarded[] =>
  guardedOperations(architecture).map(({ operation, ...route }) => ({ ...route, callers: callers.of(operation) }));

/** Every route with the operation that it runs. */
export const guardedOperations = (architecture: Architecture): readonly Unguarded[] =>
  architecture.services.flatMap((service) => inStyles(service, [...resourceRoutes(service, architecture), ...operationRoutes(service, architecture)]));

type Unguarded = Omit<Guarded, "callers"> & { readonly operation: string };

const resourceRoutes = (service: Service, architecture: Architecture): readonly Unguarded[] =>
  service.api.resources.flatMap((resource) => {
    const path = resourcePath(service, { name: resource.entity }, architecture);
    return resource.actions.map(({ action }) => ({
      operation: `${service.name}.${resource.entity}.${action}`,
      method: METHODS[action],
      path: action === "list" || action === "create" ? path : `${path}/:id`,
    }));
  });

const operationRoutes = (service: Service, architecture: Architecture): readonly Unguarded[] =>
  service.operations.flatMap((operation) => {
    const path = operationPath(service, operation, architecture);
    const method = operation.transition === null ? operation.http?.method : "POST";
    return path === null || method === undefined
      ? []
      : [{ operation: `${service.name}.${operation.name}`, method, path }];
  });
