import type { AccessMatrix, AccessRow, Cell, FieldRow } from "../../model/access.ts";
import type { Architecture, Service } from "../../model/architecture.ts";
import { METHODS, operationPath, resourcePath } from "../paths.ts";
import { ownersIn } from "./fields.ts";
import { grantsOf } from "./grants.ts";

/** Every operation, who may run it as what the generated backend lets in, and what else starts it. */
export const accessMatrix = (architecture: Architecture): AccessMatrix => {
  const { auth, services } = architecture;
  const rows = services.flatMap((service) => operationsOf(service, architecture)).map(({ operation, route }): AccessRow => ({
    operation,
    route,
    ...cells(architecture, operation, route),
    callers: callersOf(services, operation),
  }));
  const named = new Set(rows.flatMap(({ anyone, roles }) => [anyone, ...roles]).flatMap((cell) => (typeof cell === "boolean" ? [] : cell)));
  const policies = auth.policies.filter(({ name }) => named.has(name)).map(({ name, expression }) => ({ name, expression }));
  return { roles: auth.roles.map(({ name }) => name), rows, fields: fieldsOf(architecture), policies };
};

const fieldsOf = ({ auth, services }: Architecture): readonly FieldRow[] =>
  services.flatMap((service) =>
    ownersIn(service).flatMap(({ name, fields }) =>
      fields.flatMap((field): readonly FieldRow[] => {
        const seers = field.visibleTo;
        return seers === null ? [] : [{ field: `${service.name}.${name}.${field.name}`, roles: auth.roles.map((role) => seers.includes(role.name)) }];
      })));

interface Named {
  readonly operation: string;
  readonly route: string | null;
}

const operationsOf = (service: Service, architecture: Architecture): readonly Named[] => [
  ...service.api.resources.flatMap((resource) => {
    const path = resourcePath(service, { name: resource.entity }, architecture);
    return resource.actions.map(({ action }) => ({
      operation: `${service.name}.${resource.entity}.${action}`,
      route: `${METHODS[action]} ${action === "list" || action === "create" ? path : `${path}/:id`}`,
    }));
  }),
  ...service.operations.map((operation) => {
    const path = operationPath(service, operation, architecture);
    const method = operation.transition === null ? operation.http?.method : "POST";
    return { operation: `${service.name}.${operation.name}`, route: path === null || method === undefined ? null : `${method} ${path}` };
  }),
];

/** What has no route is nobody's to enter by, whatever was granted. */
const cells = (architecture: Architecture, operation: string, route: string | null): Pick<AccessRow, "anyone" | "roles"> => {
  const { auth } = architecture;
  if (route === null) return { anyone: false, roles: auth.roles.map(() => false) };
  if (auth.models.includes("none")) return { anyone: true, roles: auth.roles.map(() => true) };
  const grants = grantsOf(architecture, operation);
  const cellOf = (role: string | null): Cell => {
    const found = grants.find((one) => one.role === role);
    return found === undefined ? false : found.policies.length === 0 ? true : found.policies;
  };
  const anyone = cellOf(null);
  return { anyone, roles: auth.roles.map(({ name }) => united(anyone, cellOf(name))) };
};

/** What everybody may, a role may too. */
const united = (anyone: Cell, role: Cell): Cell => {
  if (anyone === true || role === true) return true;
  if (anyone === false) return role;
  return role === false ? anyone : [...new Set([...anyone, ...role])].sort();
};

const callersOf = (services: readonly Service[], operation: string): readonly string[] => {
  const [of = "", ...rest] = operation.split(".");
  const name = rest.join(".");
  const calling = services.filter(({ calls }) => calls.some((call) => call.target === of && [...call.operations, ...call.undo.values()].includes(name))).map((one) => one.name);
  const service = services.find((one) => one.name === of);
  const events = service?.reacts.filter((one) => one.operations.includes(name)).map((one) => `event ${one.service}.${one.event}`) ?? [];
  const jobs = service?.jobs.filter((one) => one.operation === name).map((one) => `job ${one.name}`) ?? [];
  return [...new Set(calling)].sort().concat([...events, ...jobs]);
};
