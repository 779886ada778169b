import type { Architecture, Json } from "../../model/architecture.ts";
import { operationNames } from "../normalise/auth.ts";
import { get, keysOf, select, textsOf } from "../tree.ts";

/**
 * The names that may be meant where a part of the spec refers to another: the stars of the reference's pattern say where
 * it stands. Null where nothing can be said, since a name that it hangs on does not exist either.
 */
export type Kind = (
  architecture: Architecture,
  spec: Json,
  stars: readonly string[],
) => { readonly noun: string; readonly names: readonly string[] } | null;

const builtIn = ["id", "createdAt", "updatedAt", "version"];

export const service: Kind = ({ services }) => ({ noun: "a service", names: services.map(({ name }) => name) });

export const hosted: Kind = ({ services, auth }) => {
  const accounts = auth.models.some((model) => model !== "none") ? ["accounts"] : [];
  return { noun: "a service", names: [...services.map(({ name }) => name), ...accounts] };
};

export const callee: Kind = ({ services }, spec) => ({
  noun: "a service or an integration",
  names: [...services.map(({ name }) => name), ...keysOf(get(spec, "integrations"))],
});

export const entity: Kind = ({ services }) => ({
  noun: "an entity",
  names: services.flatMap((one) => one.entities.map(({ name }) => `${one.name}.${name}`)),
});

export const event: Kind = ({ services }) => ({
  noun: "an event",
  names: services.flatMap((one) => one.events.map(({ name }) => `${one.name}.${name}`)),
});

export const operation: Kind = ({ services }, spec) => ({
  noun: "an operation",
  names: [...operationNames(services), ...integrationOperations(spec)],
});

export const role: Kind = ({ auth }) => ({ noun: "a role", names: auth.roles.map(({ name }) => name) });

export const policy: Kind = ({ auth }) => ({ noun: "a policy", names: auth.policies.map(({ name }) => name) });

export const layer: Kind = ({ layers }) => ({ noun: "a layer", names: layers.map(({ name }) => name) });

/** No package's name has a capital letter. Whether there is such a package, the code tells. */
export const layerOrPackage: Kind = ({ layers }, spec, [owner = ""]) => ({
  noun: "a layer or a package",
  names: [
    ...layers.map(({ name }) => name),
    ...textsOf(get(spec, "layers", owner, "neverReaches")).filter((name) => !/[A-Z]/.test(name)),
  ],
});

export const ownEntity: Kind = ({ services }, _, [owner]) => ({
  noun: "an entity of this service",
  names: services.find(({ name }) => name === owner)?.entities.map(({ name }) => name) ?? [],
});

export const ownEvent: Kind = ({ services }, _, [owner]) => ({
  noun: "an event of this service",
  names: services.find(({ name }) => name === owner)?.events.map(({ name }) => name) ?? [],
});

export const ownOperation: Kind = ({ services }, _, [owner]) => ({
  noun: "an operation of this service",
  names: services.find(({ name }) => name === owner)?.operations.map(({ name }) => name) ?? [],
});

/** A resource action that the service offers, for `operations: { Order.delete: … }`; plain operations declare themselves. */
export const ownAction: Kind = ({ services }, spec, [owner = ""]) => ({
  noun: "a resource action of this service",
  names: [
    ...(services
      .find(({ name }) => name === owner)
      ?.api.resources.flatMap((one) => one.actions.map(({ action }) => `${one.entity}.${action}`)) ?? []),
    ...keysOf(get(spec, "services", owner, "operations")).filter((name) => !name.includes(".")),
  ],
});

export const targetOperation: Kind = (architecture, spec, [, target = ""]) => {
  const all = [...operationNames(architecture.services), ...integrationOperations(spec)];
  const callees = callee(architecture, spec, [])?.names ?? [];
  return callees.includes(target)
    ? {
        noun: `an operation of \`${target}\``,
        names: all.filter((name) => name.startsWith(`${target}.`)).map((name) => name.slice(target.length + 1)),
      }
    : null;
};

export const field: Kind = ({ services }, _, [owner, entityName]) => {
  const fields =
    services.find(({ name }) => name === owner)?.entities.find(({ name }) => name === entityName)?.fields ?? [];
  return { noun: `a field of \`${entityName}\``, names: [...fields.map(({ name }) => name), ...builtIn] };
};

/** A field that every event of the queue has. */
export const carriedField: Kind = ({ services, queues }, _, [queue]) => {
  const carried = queues.find(({ name }) => name === queue)?.carries ?? [];
  const declared = services.flatMap((one) => one.events.map(({ name }) => `${one.name}.${name}`));
  if (carried.length === 0 || carried.some((name) => !declared.includes(name))) return null;
  const fields = services.flatMap((one) =>
    one.events
      .filter(({ name }) => carried.includes(`${one.name}.${name}`))
      .map((found) => found.fields.map(({ name }) => name)),
  );
  const [first = [], ...others] = fields;
  return {
    noun: "a field that every event of the queue has",
    names: first.filter((name) => others.every((names) => names.includes(name))),
  };
};

function integrationOperations(spec: Json): readonly string[] {
  return select(spec, "integrations/*/operations/*").map(({ key, stars }) => `${stars[0]}.${key}`);
}
