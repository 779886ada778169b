import type { Entity, Operation, ResourceAction } from "../../model/architecture.ts";
import { pascal, typescriptString } from "../render/index.ts";
import { type Declaration, interfaceText } from "./code/declarations.ts";
import { member, objectOf, type Source } from "./code/layout.ts";
import { fieldsSource, newSchemaName, recordSource, schemaName } from "./code/schemas.ts";
import { newType, shownMember } from "./code/types.ts";
import { entityNames, operationNames, typeName } from "./names.ts";
import type { Scope } from "./scope.ts";
import { changesName, changesSchemaName, listSchemaName, pageSource } from "./shapes.ts";
import { calledActions } from "./uses.ts";

/** A method of a service's client, and what its contract says. */
export interface Method {
  readonly name: string;
  readonly description: string;
  /** Types of what goes in and comes out. */
  readonly input: string;
  readonly output: string;
  readonly interfaces: readonly Declaration[];
  readonly source: Source;
  readonly origin: { readonly operation: Operation } | { readonly entity: Entity; readonly action: ResourceAction };
}

export const methodsOf = (scope: Scope): readonly Method[] => [
  ...scope.service.operations.map((operation) => operationMethod(scope, operation)),
  ...scope.roots.flatMap((entity) => calledActions(scope, entity).map((action) => actionMethod(entity, action))),
];

const operationMethod = (scope: Scope, operation: Operation): Method => {
  const { transition } = operation;
  return transition === null ? writtenMethod(scope, operation) : transitionMethod(scope, operation, transition.entity);
};

const writtenMethod = (scope: Scope, operation: Operation): Method => {
  const names = operationNames(operation, scope.service);
  const input = operation.input.length === 0 ? "Nothing" : names.input;
  const output = operation.output.length === 0 ? "Nothing" : names.output;
  return {
    name: operation.name,
    description: operation.description,
    input,
    output,
    interfaces: [
      ...(input === "Nothing" ? [] : [interfaceText(input, "", operation.input.map(shownMember))]),
      ...(output === "Nothing" ? [] : [interfaceText(output, "", operation.output.map(shownMember))]),
    ],
    source: methodSource(operation, fieldsSource(operation.input), fieldsSource(operation.output)),
    origin: { operation },
  };
};

const transitionMethod = (scope: Scope, operation: Operation, entity: string): Method => {
  const { input } = operationNames(operation, scope.service);
  return {
    name: operation.name,
    description: operation.description,
    input,
    output: typeName(entity),
    interfaces: [interfaceText(input, "", [member("id", "string")])],
    source: methodSource(operation, recordSource([["id", "uuid"]]), schemaName(entity)),
    origin: { operation },
  };
};

type Promises = Pick<Operation, "kind" | "idempotency" | "timeoutMs" | "errors">;

export const methodSource = (promises: Promises, input: Source, output: Source): Source =>
  objectOf([
    ["kind", typescriptString(promises.kind)],
    ["idempotency", typescriptString(promises.idempotency)],
    ["timeoutMs", numberText(promises.timeoutMs)],
    ["input", input],
    ["output", output],
    ["errors", objectOf(promises.errors.map((error) => [error.name, String(error.status)]))],
  ]);

/** `5_000` */
export const numberText = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/gu, "_");

const READING: Promises = { kind: "query", idempotency: "natural", timeoutMs: 5_000, errors: [] };
const WRITING: Promises = { kind: "command", idempotency: "none", timeoutMs: 5_000, errors: [] };

/** The name of a resource action in a client: `getProduct`, `listProducts`. */
export const actionMethodName = (entity: Entity, action: ResourceAction): string =>
  action === "list" ? `list${entityNames(entity).plural}` : `${action}${entity.name}`;

const actionMethod = (entity: Entity, action: ResourceAction): Method => {
  const name = actionMethodName(entity, action);
  const input = `${pascal(name)}Input`;
  const type = typeName(entity.name);
  const shown = schemaName(entity.name);
  const common = { name, description: "", origin: { entity, action } };
  const one: readonly (readonly [string, Source])[] = [["id", "uuid"], ["version", objectOf([["type", '"integer"']])]];
  const versioned = [member("id", "string"), member("version", "number")];
  switch (action) {
    case "list":
      return { ...common, input: "ListInput", output: `Page<${type}>`, interfaces: [], source: methodSource(READING, listSchemaName(entity), pageSource(entity)) };
    case "get":
      return { ...common, input, output: type, interfaces: [interfaceText(input, "", versioned.slice(0, 1))], source: methodSource(READING, recordSource(one.slice(0, 1)), shown) };
    case "create":
      return { ...common, input: newType(entity.name), output: type, interfaces: [], source: methodSource(WRITING, newSchemaName(entity.name), shown) };
    case "update":
      return {
        ...common,
        input,
        output: type,
        interfaces: [interfaceText(input, "", [...versioned, member("changes", changesName(entity))])],
        source: methodSource(WRITING, recordSource([...one, ["changes", changesSchemaName(entity)]]), shown),
      };
    case "delete":
      return { ...common, input, output: "Nothing", interfaces: [interfaceText(input, "", versioned)], source: methodSource(WRITING, recordSource(one), recordSource([])) };
  }
};
