import type { ActionOptions, Architecture, Entity, Field, Operation, Resource, Service, Type } from "../../model/architecture.ts";
import { filterable, searched, sortable } from "../service/shapes.ts";
import { hasOwnData, subjected } from "../privacy.ts";
import { scopeOf } from "../service/scope.ts";
import { hasAccounts } from "./accounts.ts";

/** A place in an answer or an input that some callers do not see. */
export interface Restricted {
  /** The way there, `*` for each of a list; in an input it begins with `params`, `query` or `body`. */
  readonly at: readonly string[];
  /** Roles, those that extend others among them. */
  readonly seenBy: readonly string[];
  /** The values that are meant; left out where all are. */
  readonly values?: readonly string[];
}

export interface RestrictedOperation {
  /** As a grant names it. */
  readonly operation: string;
  readonly answer: readonly Restricted[];
  readonly input: readonly Restricted[];
}

/** Whether some field is not seen by everybody who sees the rest. */
export const hasRestrictedFields = (architecture: Architecture): boolean => restrictedOperations(architecture).length > 0;

/** The operations that are asked from outside of which not everybody sees all, in the order of the spec. */
export const restrictedOperations = (architecture: Architecture): readonly RestrictedOperation[] =>
  hasAccounts(architecture)
    ? architecture.services
        .flatMap((service) => [
          ...service.api.resources.flatMap((resource) => resource.actions.map((action) => ofAction(service, resource, action, architecture))),
          ...service.operations.filter(({ transition, http }) => transition !== null || http !== null).map((operation) => ofOperation(service, operation)),
        ])
        .concat(ofOwnData(architecture))
        .filter(({ answer, input }) => answer.length + input.length > 0)
    : [];

/** Whatever has fields that clients see or write, by its name. */
export const ownersIn = ({ entities, types, operations }: Service): readonly { readonly name: string; readonly fields: readonly Field[] }[] => [
  ...entities,
  ...types,
  ...operations.flatMap(({ name, input, output }) => [{ name, fields: input }, { name, fields: output }]),
];

/** Of what a user is told of themselves nothing is theirs to see that is not elsewhere. */
const ofOwnData = (architecture: Architecture): readonly RestrictedOperation[] => {
  if (!hasOwnData(architecture)) return [];
  const answer = subjected(architecture).flatMap(({ service, entity }) =>
    under(["data", `${service.name}.${entity.name}`, "*"], restrictedIn(service, entity.fields, "stored")));
  return [{ operation: "accounts.ownData", answer, input: [] }];
};

const ofAction = (service: Service, resource: Resource, { action }: ActionOptions, architecture: Architecture): RestrictedOperation => {
  const entity = entityOf(service, resource.entity);
  const shown = restrictedIn(service, entity.fields, "stored");
  return {
    operation: `${service.name}.${entity.name}.${action}`,
    answer: action === "delete" ? [] : action === "list" ? under(["items", "*"], shown) : shown,
    input: action === "list" ? asked(service, entity, architecture) : under(["body"], written(service, entity, action)),
  };
};

/** What a list may be asked by. */
const asked = (service: Service, entity: Entity, architecture: Architecture): readonly Restricted[] => {
  const scope = scopeOf(service, architecture);
  const own = restrictedOf(entity);
  const filters = filterable(scope, entity).filter((field) => own.includes(field));
  const search = own.filter(({ name }) => searched(scope, entity).includes(name));
  return [
    ...filters.map((field) => ({ at: ["query", field.name], seenBy: seersOf(field) })),
    ...own.filter(({ name }) => sortable(entity).includes(name)).map((field) => ({ at: ["query", "sort"], seenBy: seersOf(field), values: [field.name, `-${field.name}`] })),
    ...search.map((field) => ({ at: ["query", "search"], seenBy: seersOf(field) })),
  ];
};

/** What may be said of a row. Owned rows are replaced whole: who does not see all of them would take away what they do not see. */
const written = (service: Service, entity: Entity, action: string): readonly Restricted[] => {
  const fields = entity.fields.filter(({ set }) => (action === "update" ? set === "always" : set !== "never"));
  if (action !== "create" && action !== "update") return [];
  if (action === "create") return restrictedIn(service, fields, "stored");
  return once(restrictedIn(service, fields, "stored").map(({ at: [name = ""], seenBy }) => ({ at: [name], seenBy })));
};

const ofOperation = (service: Service, { name, transition, input, output, http }: Operation): RestrictedOperation => {
  const operation = `${service.name}.${name}`;
  if (transition !== null) return { operation, answer: restrictedIn(service, entityOf(service, transition.entity).fields, "stored"), input: [] };
  const place = http?.method === "GET" || http?.method === "DELETE" ? "query" : "body";
  const named = new Set([...(http?.path ?? "").matchAll(/:([A-Za-z]\w*)/gu)].map((match) => match[1]));
  const inPath = input.filter((field) => named.has(field.name));
  return {
    operation,
    answer: restrictedIn(service, output, "carried"),
    input: [
      ...under(["params"], restrictedIn(service, inPath, "carried")),
      ...under([place], restrictedIn(service, input.filter((field) => !inPath.includes(field)), "carried")),
    ],
  };
};

/** An entity's fields are stored, and refer to others by their ids; those of messages carry whole entities. */
type Kind = "stored" | "carried";

const restrictedIn = (service: Service, fields: readonly Field[], kind: Kind, inside: readonly string[] = []): readonly Restricted[] =>
  fields.flatMap((field) =>
    field.visibleTo !== null
      ? [{ at: [field.name], seenBy: field.visibleTo }]
      : under([field.name], restrictedInType(service, field.type, kind, inside)),
  );

const restrictedInType = (service: Service, type: Type, kind: Kind, inside: readonly string[]): readonly Restricted[] => {
  switch (type.kind) {
    case "children":
      return under(["*"], restrictedIn(service, entityOf(service, type.entity).fields, "stored", inside));
    case "entity":
      return kind === "stored" ? [] : restrictedIn(service, entityOf(service, type.entity).fields, "stored", inside);
    case "list":
      return under(["*"], restrictedInType(service, type.of, kind, inside));
    case "type": {
      const fields = service.types.find(({ name }) => name === type.type)?.fields ?? [];
      return inside.includes(type.type) ? [] : restrictedIn(service, fields, "carried", [...inside, type.type]);
    }
    default:
      return [];
  }
};

const once = (found: readonly Restricted[]): readonly Restricted[] => [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];

const under = (way: readonly string[], found: readonly Restricted[]): readonly Restricted[] => found.map((one) => ({ ...one, at: [...way, ...one.at] }));

const restrictedOf = ({ fields }: Entity): readonly Field[] => fields.filter(({ visibleTo }) => visibleTo !== null);

const seersOf = ({ visibleTo }: Field): readonly string[] => visibleTo ?? [];

const entityOf = (service: Service, name: string): Entity => {
  const found = service.entities.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${service.name} has no entity ${name}`);
  return found;
};
