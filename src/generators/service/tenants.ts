import type { Entity } from "../../model/architecture.ts";
import { arrow } from "./code/layout.ts";
import { entityNames } from "./names.ts";
import type { Scope } from "./scope.ts";

/** The column that says whose a row is. */
export const TENANT_COLUMN = "_tenant";

/** Where a use case finds the rows of an entity: those of the tenant in whose name it runs, where they are a tenant's. */
export const rowsSource = (entity: Entity): string =>
  entity.tenant ? "rowsOf(ports, envelope)" : `ports.repositories.${entityNames(entity).pluralCamel}`;

/** The same with a tenant of the tests. */
export const testRowsSource = (entity: Entity): string => `ports.repositories.${entityNames(entity).pluralCamel}${entity.tenant ? "(TENANT)" : ""}`;

/** Whether the rows of this entity are the tenants themselves. */
export const isTenantItself = (scope: Scope, entity: Entity): boolean => {
  const by = scope.architecture.tenancy?.by;
  return entity.tenant && by?.service === scope.service.name && by.entity === entity.name;
};

/** The function by which the use cases of an entity find its rows; null where these are nobody's. */
export const rowsOfText = (entity: Entity): string | null => {
  if (!entity.tenant) return null;
  const { type, pluralCamel } = entityNames(entity);
  const made = arrow("const rowsOf = ", ["ports: Ports", "envelope: Envelope"], `Repository<${type}>`, `ports.repositories.${pluralCamel}(tenantOf(envelope))`);
  return `/** The rows of the tenant in whose name this runs. */\n${made}`;
};
