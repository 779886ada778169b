import type { Architecture, Field, Service } from "../../model/architecture.ts";
import { plural, wordsOf } from "../../model/names.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

/** A name where it is given; two of one namespace with the same key would become one file, table or function. */
interface Given {
  readonly name: string;
  readonly path: string;
  readonly key: string;
}

export const nameClash: SpecRule = {
  id: "name-clash",
  severity: "error",
  find: (architecture) =>
    namespaces(architecture).flatMap((names) => {
      const first = new Map<string, Given>();
      return names.flatMap((given) => {
        const other = first.get(given.key);
        if (other === undefined) {
          first.set(given.key, given);
          return [];
        }
        if (other.path === given.path) return [];
        const same =
          other.name === given.name
            ? `The name ${shown(given.name)} is given twice`
            : `${shown(given.name)} and ${shown(other.name)} are one name but for case, marks and plural`;
        return [
          problem(
            "name-clash",
            locate(architecture, given.path),
            `${same}: both would become the same file, table, function or variable.`,
            {
              help: "Rename one of the two.",
              related: [{ message: "the other is here", at: locate(architecture, other.path) }],
            },
          ),
        ];
      });
    }),
};

function namespaces(architecture: Architecture): readonly (readonly Given[])[] {
  const { services, queues, auth } = architecture;
  return [
    services.map(({ name }) => given(name, `services.${name}`, counted)),
    ...services.flatMap(serviceNamespaces),
    ...services.flatMap((service) => routeNames(service, architecture)),
    ...addressNames(architecture),
    queues.map(({ name }) => given(name, `queues.${name}`)),
    auth.roles.map(({ name }) => given(name, `auth.roles.${name}`)),
    auth.policies.map(({ name }) => given(name, `auth.policies.${name}`)),
  ];
}

function serviceNamespaces(service: Service): readonly (readonly Given[])[] {
  const at = `services.${service.name}`;
  const things = [
    ...service.entities.map(({ name }) => given(name, `${at}.entities.${name}`, counted)),
    ...service.types.map(({ name }) => given(name, `${at}.types.${name}`, counted)),
  ];
  const joined = service.entities.flatMap((entity) =>
    entity.fields
      .filter(({ type }) => type.kind === "set")
      .map(({ name }) => given(`${entity.name}-${name}`, `${at}.entities.${entity.name}.fields.${name}`, counted)),
  );
  const doings = [
    ...service.operations.map((operation) => given(operation.name, operationPath(at, operation))),
    ...service.events.map(({ name }) => given(name, `${at}.events.${name}`)),
  ];
  const flat = things.map(({ name, path }) => given(name, path));
  return [
    [...things, ...joined],
    [...flat, ...doings].filter(
      (one, _, all) => doings.includes(one) || all.some((other) => doings.includes(other) && other.key === one.key),
    ),
    ...service.entities.map((entity) => fieldNames(entity.fields, `${at}.entities.${entity.name}.fields`)),
    ...service.types.map((type) => fieldNames(type.fields, `${at}.types.${type.name}`)),
    ...service.events.map((event) => fieldNames(event.fields, `${at}.events.${event.name}.fields`)),
    ...service.operations.flatMap(({ name, input, output }) => [
      fieldNames(input, `${at}.operations.${name}.input`),
      fieldNames(output, `${at}.operations.${name}.output`),
    ]),
  ];
}

/** What takes the webhooks of others, and what is asked over GraphQL, goes by such a name beside the operations. */
function routeNames(service: Service, { integrations }: Architecture): readonly (readonly Given[])[] {
  const at = `services.${service.name}`;
  const telling = integrations.find(({ webhooks }) => webhooks?.events.some((one) => one.service === service.name) === true);
  const taken = [
    ...(telling === undefined ? [] : [given("webhooks", `integrations.${telling.name}.webhooks`)]),
    ...(service.api.styles.includes("graphql") ? [given("graphql", `${at}.api.style`)] : []),
  ];
  return taken.map((route) => [
    route,
    ...service.operations
      .filter(({ name }) => cased(name) === route.key)
      .map((operation) => given(operation.name, operationPath(at, operation))),
  ]);
}

/** Where a unit answers, and where a system outside does, is told by a variable of that name: `PAYMENTS_URL`. */
function addressNames({ name: system, units, integrations, topology }: Architecture): readonly (readonly Given[])[] {
  if (units.length < 2) return [];
  const placeOf = (unit: string): string => (unit === system ? "name" : `${topology === "hybrid" ? "deploy.units" : "services"}.${unit}`);
  const outside = integrations.map(({ name }) => given(name, `integrations.${name}`));
  return units.map(({ name }) => {
    const unit = given(name, placeOf(name));
    return [unit, ...outside.filter(({ key }) => key === unit.key)];
  });
}

function operationPath(at: string, { name, transition }: Service["operations"][number]): string {
  return transition === null
    ? `${at}.operations.${name}`
    : `${at}.entities.${transition.entity}.transitions.${transition.transition.field}.${name}`;
}

function fieldNames(fields: readonly Field[], path: string): readonly Given[] {
  return fields.map(({ name }) => given(name, `${path}.${name}`));
}

function given(name: string, path: string, keyOf: (name: string) => string = cased): Given {
  return { name, path, key: keyOf(name) };
}

/** The name without case and marks. */
function cased(name: string): string {
  return wordsOf(name).join("");
}

/** The name without case, marks and number: `Order`, `Orders` and `orders` are one. */
function counted(name: string): string {
  const key = cased(name);
  const single = key
    .replace(/ies$/, "y")
    .replace(/(s|x|z|ch|sh)es$/, "$1")
    .replace(/([^s])s$/, "$1");
  return plural(single) === key || plural(single) === plural(key) ? single : key;
}
