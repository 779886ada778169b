import type { Deprecation, Entity, Operation, Resource } from "../../model/architecture.ts";
import { pascal } from "../render/index.ts";
import { servedOperations } from "../service/api-operations.ts";
import { entityNames, operationNames } from "../service/names.ts";
import type { Scope } from "../service/scope.ts";
import { filterable, searched, sortable } from "../service/shapes.ts";
import { described, free } from "./names.ts";
import { type Member, objectText, type Types, typesOf } from "./types.ts";

/** One field of `Query` or `Mutation`. */
export interface RootField {
  readonly name: string;
  readonly kind: "query" | "command";
  /** As a grant names it: `orders.Order.create`. */
  readonly operation: string;
  readonly takes: readonly Member[];
  readonly type: string;
  readonly description: string;
  readonly deprecated: Deprecation | null;
}

export interface GraphSchema {
  /** In GraphQL's schema language. */
  readonly text: string;
  readonly fields: readonly RootField[];
}

/** What a service answers over GraphQL: what it answers by paths, with ids where another service has the row. */
export const graphSchema = (scope: Scope): GraphSchema => {
  const types = typesOf(scope);
  const fields = unclashing([
    ...servedOperations(scope).map((one) => operationField(scope, one, types)),
    ...scope.service.operations.flatMap((one) => (one.transition === null ? [] : [transitionField(scope, one, one.transition.entity, types)])),
    ...scope.service.api.resources.flatMap((resource) => actionFields(scope, resource, types)),
  ]);
  const queries = fields.filter(({ kind }) => kind === "query");
  const commands = fields.filter(({ kind }) => kind === "command");
  const roots = [
    queries.length === 0 ? objectText("type", "Query", [SERVICE]) : rootText("Query", queries),
    ...(commands.length === 0 ? [] : [rootText("Mutation", commands)]),
  ];
  return { text: `${[...roots, ...types.texts()].join("\n\n")}\n`, fields };
};

/** A schema must have something to ask for. */
const SERVICE: Member = { name: "service", type: "String!", description: "The service that answers." };

/** An operation has its own name; an entity's field gives way to it. */
const unclashing = (fields: readonly RootField[]): readonly RootField[] => {
  const taken = new Set<string>();
  return fields.map((field) => {
    const name = free(field.name, taken);
    taken.add(name);
    return { ...field, name };
  });
};

const rootText = (name: string, fields: readonly RootField[]): string => `type ${name} {\n${fields.map(fieldText).join("")}}`;

const WIDTH = 120;

const fieldText = ({ name, takes, type, description, deprecated }: RootField): string => {
  const after = `: ${type}${deprecated === null ? "" : ` @deprecated(reason: ${JSON.stringify(reasonOf(deprecated))})`}`;
  const flat = takes.length === 0 ? "" : `(${takes.map((one) => `${one.name}: ${one.type}`).join(", ")})`;
  const lines = takes.map((one) => `    ${one.name}: ${one.type}\n`).join("");
  const asked = name.length + flat.length + after.length + 2 <= WIDTH ? flat : `(\n${lines}  )`;
  return `${described(description, "  ")}  ${name}${asked}${after}\n`;
};

const reasonOf = ({ since, sunset, use }: Deprecation): string =>
  `Since ${since}${sunset === null ? "" : `, ends ${sunset}`}.${use === null ? "" : ` Use ${use}.`}`;

const operationField = (scope: Scope, one: Operation, types: Types): RootField => {
  const names = operationNames(one, scope.service);
  const input = types.input(names.input, one.input);
  return {
    name: one.name,
    kind: one.kind,
    operation: `${scope.service.name}.${one.name}`,
    takes: [
      ...(input === null ? [] : [{ name: "input", type: `${input}!` }]),
      ...(one.idempotency === "key" && one.kind === "command" ? [{ name: "idempotencyKey", type: "String!" }] : []),
    ],
    type: types.output(names.output, one.output) ?? "Boolean",
    description: one.description,
    deprecated: one.deprecated,
  };
};

const transitionField = (scope: Scope, one: Operation, entity: string, types: Types): RootField => ({
  name: one.name,
  kind: "command",
  operation: `${scope.service.name}.${one.name}`,
  takes: [{ name: "id", type: "ID!" }, { name: "version", type: "Int" }],
  type: types.entity(scope.entity(entity)),
  description: one.description,
  deprecated: one.deprecated,
});

const actionFields = (scope: Scope, resource: Resource, types: Types): readonly RootField[] => {
  const entity = scope.entity(resource.entity);
  return resource.actions.map(({ action, description, deprecated }) => ({
    ...partsOf(scope, entity, action, types),
    kind: action === "list" || action === "get" ? "query" : "command",
    operation: `${scope.service.name}.${entity.name}.${action}`,
    description,
    deprecated,
  }));
};

const ID: Member = { name: "id", type: "ID!" };
const VERSION: Member = { name: "version", type: "Int!" };

const partsOf = (scope: Scope, entity: Entity, action: Resource["actions"][number]["action"], types: Types): Pick<RootField, "name" | "takes" | "type"> => {
  const names = entityNames(entity);
  const given = (type: string | null): readonly Member[] => (type === null ? [] : [{ name: "input", type: `${type}!` }]);
  switch (action) {
    case "get":
      return { name: names.camel, takes: [ID], type: types.entity(entity) };
    case "list":
      return { name: names.pluralCamel, takes: asked(scope, entity, types), type: connection(entity, types) };
    case "create":
      return { name: `create${entity.name}`, takes: given(types.creation(entity)), type: types.entity(entity) };
    case "update":
      return { name: `update${entity.name}`, takes: [ID, VERSION, ...given(types.changes(entity))], type: types.entity(entity) };
    case "delete":
      return { name: `delete${entity.name}`, takes: [ID, VERSION], type: "Boolean" };
  }
};

const connection = (entity: Entity, types: Types): string => {
  const page = [{ name: "hasNextPage", type: "Boolean!" }, { name: "endCursor", type: "String" }];
  return types.named(`page ${entity.name}`, `${entity.name}Connection`, (name) =>
    objectText("type", name, [
      { name: "nodes", type: `[${types.entity(entity)}!]!` },
      { name: "pageInfo", type: `${types.builtIn("PageInfo", objectText("type", "PageInfo", page))}!` },
    ]));
};

/** What nobody sees can be asked by nobody. */
const asked = (scope: Scope, entity: Entity, types: Types): readonly Member[] => {
  const hidden = new Set(entity.fields.filter(({ visibleTo }) => visibleTo?.length === 0).map(({ name }) => name));
  const filters = filterable(scope, entity).filter(({ name }) => !hidden.has(name));
  const orders = sortable(entity).filter((name) => !hidden.has(name)).flatMap((name) => [`${name}_ASC`, `${name}_DESC`]);
  const sort = types.named(`sort ${entity.name}`, `${entity.name}Sort`, (name) => `enum ${name} {\n${orders.map((one) => `  ${one}\n`).join("")}}`);
  const members = filters.map((field) => ({ name: field.name, type: types.value(field.type, `${entity.name}${pascal(field.name)}`) }));
  return [
    { name: "first", type: "Int" },
    { name: "after", type: "String" },
    { name: "sort", type: sort },
    ...(searched(scope, entity).length === 0 ? [] : [{ name: "search", type: "String" }]),
    ...(members.length === 0 ? [] : [{ name: "filter", type: types.named(`filter ${entity.name}`, `${entity.name}Filter`, (name) => objectText("input", name, members)) }]),
  ];
};
