import type { Architecture, Resource, Service } from "../../model/architecture.ts";
import { grantsOf } from "../access/grants.ts";
import { resourcePath } from "../paths.ts";
import { render, typescriptString } from "../render/index.ts";
import type { Callers } from "./callers.ts";
import { array, type Code, layOut, object, text } from "./code.ts";
import type { Creations } from "./creations.ts";

/** `test/owners.test.ts`: who may reach their own rows alone reaches no others; null where there is no such grant. */
export const ownersTest = (architecture: Architecture, callers: Callers, creations: Creations): string | null => {
  const found = architecture.services.flatMap((service) =>
    service.api.resources.flatMap((resource) => ownedRows(service, resource, architecture, callers, creations)));
  if (found.length === 0) return null;
  const inputs = [...new Set(found.map((one) => one.input))].sort();
  return render("tests/test/owners.test.ts.hbs", {
    owned: found.map(({ name, about }) => `owned(${typescriptString(name)}, ${layOut(about, 0, 12 + name.length)});`),
    samples: inputs.join(", "),
  });
};

interface OwnedRows {
  readonly name: string;
  readonly input: string;
  readonly about: Code;
}

const ACTIONS = ["list", "get", "update", "delete"] as const;

/** One for each role that a single policy of the form `resource.x == user.id` lets at its own rows. */
const ownedRows = (
  service: Service,
  resource: Resource,
  architecture: Architecture,
  callers: Callers,
  creations: Creations,
): readonly OwnedRows[] => {
  const target = `${service.name}.${resource.entity}`;
  const creation = creations.find(service.name, resource.entity);
  const by = callers.one(`${target}.create`);
  if (creation === undefined || by === null) return [];
  const served = ACTIONS.filter((action) => resource.actions.some((one) => one.action === action));
  return architecture.auth.roles.flatMap((role): readonly OwnedRows[] => {
    const owning = served.map((action) => ({ action, field: ownerField(architecture, `${target}.${action}`, target, role.name) }));
    const field = owning.find((one) => one.field !== null)?.field ?? null;
    if (field === null || !isGiven(service, resource.entity, field)) return [];
    const may = owning.filter((one) => one.field === field).map((one) => one.action);
    const about = object([
      ["path", text(resourcePath(service, { name: resource.entity }, architecture))],
      ["by", text(by)],
      ["input", creation.input],
      ["field", text(field)],
      ["role", text(role.name)],
      ["may", array(may.map(text))],
    ]);
    return [{ name: resource.entity, input: creation.input, about }];
  });
};

/** The roles that reach their own rows alone with an action, each with the field that holds the owner. */
export const ownersOf = (architecture: Architecture, service: Service, entity: string, action: string): readonly (readonly [role: string, field: string])[] => {
  const target = `${service.name}.${entity}`;
  return architecture.auth.roles.flatMap(({ name }): readonly (readonly [string, string])[] => {
    const field = ownerField(architecture, `${target}.${action}`, target, name);
    return field === null || !isGiven(service, entity, field) ? [] : [[name, field]];
  });
};

/** The field that holds the owner, where nothing else decides whether the role reaches a row. */
const ownerField = (architecture: Architecture, operation: string, target: string, role: string): string | null => {
  const grants = grantsOf(architecture, operation);
  const own = grants.find((one) => one.role === role);
  const [policy, ...others] = own?.policies ?? [];
  if (policy === undefined || others.length > 0 || grants.some((one) => one.role === null)) return null;
  const condition = architecture.auth.policies.find((one) => one.name === policy)?.conditions.get(target);
  if (condition?.kind !== "compare" || condition.operator !== "==") return null;
  const [field, user] = condition.left.kind === "field" ? [condition.left, condition.right] : [condition.right, condition.left];
  return field.kind === "field" && user.kind === "user" && user.name === "id" ? field.name : null;
};

/** Whether a client may write any id into the field of a new row. */
const isGiven = (service: Service, entity: string, name: string): boolean => {
  const field = service.entities.find((one) => one.name === entity)?.fields.find((one) => one.name === name);
  const isId = field?.type.kind === "foreign" || (field?.type.kind === "scalar" && field.type.name === "uuid");
  return field !== undefined && field.set !== "never" && !field.unique && isId;
};
