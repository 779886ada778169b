import type { Architecture, Resource, Service } from "../../model/architecture.ts";
import { operationPath, resourcePath } from "../paths.ts";
import { render, typescriptString } from "../render/index.ts";
import type { Callers } from "./callers.ts";
import { type Code, layOut, object, text } from "./code.ts";
import type { Creations } from "./creations.ts";

/** `test/tenants.test.ts`: every route to a tenant's row, tried from another tenant; null where there is none to make. */
export const tenantsTest = (architecture: Architecture, callers: Callers, creations: Creations): string | null => {
  const found = architecture.services.flatMap((service) =>
    service.api.resources.flatMap((resource) => tenantRows(service, resource, architecture, callers, creations)));
  if (found.length === 0) return null;
  return render("tests/test/tenants.test.ts.hbs", {
    belonging: found.map(({ name, about }) => `belonging(${typescriptString(name)}, ${layOut(about, 0, 16 + name.length)});`),
    samples: [...new Set(found.map((one) => one.input))].sort().join(", "),
  });
};

interface TenantRows {
  readonly name: string;
  readonly input: string;
  readonly about: Code;
}

const tenantRows = (
  service: Service,
  resource: Resource,
  architecture: Architecture,
  callers: Callers,
  creations: Creations,
): readonly TenantRows[] => {
  const creation = creations.find(service.name, resource.entity);
  const entity = service.entities.find((one) => one.name === resource.entity);
  if (creation === undefined || entity?.tenant !== true) return [];
  const path = resourcePath(service, entity, architecture);
  const as = resource.actions.flatMap(({ action }): readonly (readonly [string, Code])[] => {
    const caller = callers.one(`${service.name}.${entity.name}.${action}`);
    return caller === null || action === "create" ? [] : [[action, text(caller)]];
  });
  const moves = service.operations.flatMap((operation): readonly (readonly [string, Code])[] => {
    const caller = callers.one(`${service.name}.${operation.name}`);
    const whole = operationPath(service, operation, architecture);
    if (operation.transition?.entity !== entity.name || caller === null || whole === null) return [];
    return [[whole.slice(`${path}/:id`.length), text(caller)]];
  });
  // What can only be made cannot be reached from elsewhere.
  if (as.length + moves.length === 0) return [];
  const about = object([
    ["path", text(path)],
    ["input", creation.input],
    ["by", text(creation.caller)],
    ["as", object(as)],
    ["moves", object(moves)],
  ]);
  return [{ name: entity.name, input: creation.input, about }];
};
