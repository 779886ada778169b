import type { ActionOptions, Deprecation, Entity, Operation } from "../../model/architecture.ts";
import { operationPath, resourcePath } from "../paths.ts";
import { readsBehind } from "../replicas.ts";
import { render, typescriptString } from "../render/index.ts";
import { neededBy } from "./code/declarations.ts";
import { callOf, generic, layout, objectOf, type Source, stringProperty } from "./code/layout.ts";
import { newSchemaName, schemaName } from "./code/schemas.ts";
import { newType } from "./code/types.ts";
import { errorsOf } from "./errors.ts";
import { faceSchemas } from "./face.ts";
import { numberText } from "./methods.ts";
import { entityNames, type EntityNames } from "./names.ts";
import { resourceOf, type Scope } from "./scope.ts";
import { changesName, changesSchemaName, entitySchemas, listSchemaName, pageSource } from "./shapes.ts";
import type { UseCase } from "./use-case.ts";
import { useCasesOf } from "./use-cases.ts";

/** The text of api/<entities>.schemas.ts: what its routes take and answer, but for what the contract has already. */
export const schemasBody = (scope: Scope, entity: Entity, routes: string): string => {
  const known = new Set(faceSchemas(scope).map((one) => one.name));
  const needed = neededBy(routes, entitySchemas(scope, entity).filter((one) => !known.has(one.name)));
  return needed.map((one) => `${one.text}\n`).join("\n");
};

/** Whether the entity is reached from outside at all. */
export const isServed = (scope: Scope, entity: Entity): boolean =>
  (resourceOf(scope, entity)?.actions.length ?? 0) > 0 || useCasesOf(scope, entity).some((one) => one.action === "transition");

/** The text of api/<entities>.routes.ts: one route for each resource action and each transition. */
export const routesBody = (scope: Scope, entity: Entity): string => {
  const names = entityNames(entity);
  const actions = resourceOf(scope, entity)?.actions ?? [];
  const cases = useCasesOf(scope, entity);
  return render("service/routes.ts.hbs", {
    ...names,
    routes: cases.flatMap((one) => {
      if (one.action === "transition") return [transitionRoute(scope, entity, one)];
      const options = actions.find((action) => action.action === one.action);
      return options === undefined ? [] : [actionRoute(scope, entity, one, options)];
    }),
  });
};

interface RouteView {
  /** `defineRoute` with its types: those of params, query and body. */
  readonly opening: string;
  readonly lines: readonly string[];
}

interface RouteText {
  readonly types: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly kind: "query" | "command";
  readonly timeoutMs: string;
  readonly params: Source;
  readonly query: Source;
  readonly body: Source;
  readonly ifMatch: string;
  readonly keyed?: boolean;
  readonly deprecated: Deprecation | null;
  readonly success: Source;
  readonly failures: Source;
  readonly takes: readonly string[];
  readonly handle: Source;
}

/** The lines of one route, inside `defineRoute({`. */
export const routeView = (route: RouteText): RouteView => ({
  opening: generic(2, "defineRoute", route.types, "({"),
  lines: [
    stringProperty(4, "operation", typescriptString(route.operation)),
    `    method: ${typescriptString(route.method)},`,
    stringProperty(4, "path", typescriptString(route.path)),
    stringProperty(4, "summary", typescriptString(route.summary)),
    `    kind: ${typescriptString(route.kind)},`,
    `    timeoutMs: ${route.timeoutMs},`,
    ...unlessUsual("params", route.params, "null"),
    ...unlessUsual("query", route.query, "null"),
    ...unlessUsual("body", route.body, "null"),
    ...unlessUsual("ifMatch", typescriptString(route.ifMatch), '"none"'),
    ...(route.keyed === true ? ["    keyed: true,"] : []),
    ...(route.deprecated === null ? [] : [property("deprecated", deprecationSource(route.deprecated))]),
    property("success", route.success),
    ...unlessUsual("failures", route.failures, "{}"),
    handleLine(route.takes, route.handle),
  ],
});

const deprecationSource = ({ since, sunset, use }: Deprecation): Source =>
  objectOf([["since", typescriptString(since)], ["sunset", textOrNull(sunset)], ["use", textOrNull(use)]]);

const textOrNull = (text: string | null): Source => (text === null ? "null" : typescriptString(text));

const property = (name: string, source: Source): string => `    ${name}: ${layout(source, 4, 6 + name.length, 1)},`;

/** `defineRoute` knows what most routes have. */
const unlessUsual = (name: string, source: Source, usual: string): readonly string[] =>
  layout(source, 0, 0, 0) === usual ? [] : [property(name, source)];

const handleLine = (takes: readonly string[], body: Source): string => {
  const start = `    handle: async (${takes.length === 0 ? "" : `{ ${takes.join(", ")} }`}) =>`;
  const flat = layout(body, 4, 0, 0);
  if (!flat.includes("\n") && start.length + flat.length + 2 <= 120) return `${start} ${flat},`;
  return `${start}\n      ${layout(body, 6, 6, 1)},`;
};

const actionRoute = (scope: Scope, entity: Entity, one: UseCase, options: ActionOptions): RouteView => {
  const { action } = options;
  const behind = readsBehind(scope, entity, action);
  const names = entityNames(entity);
  const path = resourcePath(scope.service, entity, scope.architecture);
  const byId = action !== "list" && action !== "create";
  const parts = partsOf(entity, names, one, path, behind);
  return routeView({
    operation: `${scope.service.name}.${entity.name}.${action}`,
    path: byId ? `${path}/:id` : path,
    kind: action === "list" || action === "get" ? "query" : "command",
    timeoutMs: numberText(options.timeoutMs ?? 5_000),
    params: byId ? "byId" : "null",
    query: "null",
    body: "null",
    ifMatch: action === "update" || action === "delete" ? "required" : "none",
    deprecated: options.deprecated,
    failures: failuresOf(scope, one, []),
    ...parts,
    summary: options.description === "" ? parts.summary : options.description,
  });
};

type Parts = Pick<RouteText, "types" | "method" | "summary" | "success" | "takes" | "handle"> & Partial<RouteText>;

const partsOf = (entity: Entity, names: EntityNames, one: UseCase, path: string, behind: boolean): Parts => {
  const shown = schemaName(entity.name);
  const call = (...args: readonly string[]): Source => awaited(one, args, behind ? "reading(ports, envelope)" : "ports");
  const reads = behind && !one.parameters.includes("envelope") ? ["envelope"] : [];
  switch (one.action) {
    case "list":
      return {
        types: "null, ListInput, null", method: "GET", summary: `List ${names.spokenPlural}`, query: listSchemaName(entity),
        success: success(200, pageSource(entity)), takes: [...reads, ...taken(one, "query")], handle: callOf("repliedPage", [call("query")]),
      };
    case "create":
      return {
        types: `null, null, ${newType(entity.name)}`, method: "POST", summary: `Create ${names.anEntity}`, body: newSchemaName(entity.name),
        success: success(201, shown), takes: taken(one, "body"), handle: callOf("repliedCreated", [call("body"), typescriptString(path)]),
      };
    case "update":
      return {
        types: `ById, null, ${changesName(entity)}`, method: "PATCH", summary: `Change ${names.anEntity}`, body: changesSchemaName(entity),
        success: success(200, shown), takes: taken(one, "params", "ifMatch", "body"), handle: callOf("repliedEntity", [call("params.id", "ifMatch", "body")]),
      };
    case "delete":
      return {
        types: "ById, null, null", method: "DELETE", summary: `Delete ${names.anEntity}`,
        success: success(204, "null"), takes: taken(one, "params", "ifMatch"), handle: callOf("repliedNothing", [call("params.id", "ifMatch")]),
      };
    default:
      return {
        types: "ById, null, null", method: "GET", summary: `Read ${names.anEntity}`,
        success: success(200, shown), takes: [...reads, ...taken(one, "params")], handle: callOf("repliedEntity", [call("params.id")]),
      };
  }
};

export const success = (status: number, body: Source): Source => objectOf([["status", String(status)], ["body", body]]);

const taken = (one: UseCase, ...others: readonly string[]): readonly string[] =>
  one.parameters.includes("envelope") ? ["envelope", ...others] : others;

/** The call of a use case with `ports` and, where it wants it, the envelope in front. */
const awaited = (one: UseCase, args: readonly string[], ports = "ports"): Source =>
  callOf(`await ${one.function}`, [ports, ...taken(one).slice(0, 1), ...args]);

const failuresOf = (scope: Scope, one: UseCase, own: Operation["errors"]): Source => {
  const reads = one.action === "list" || one.action === "get";
  const errors = errorsOf(scope.architecture, own, one.uses).map((error): readonly [string, Source] => [error.name, String(error.status)]);
  return objectOf([...(reads ? [] : ([["conflict", "409"]] as const)), ...errors]);
};

const transitionRoute = (scope: Scope, entity: Entity, one: UseCase): RouteView => {
  const operation = scope.service.operations.find((candidate) => candidate.name === one.transition?.transition.name);
  if (operation === undefined) throw new Error(`no operation of the transition ${one.word}`);
  return routeView({
    types: "ById, null, null",
    operation: `${scope.service.name}.${operation.name}`,
    method: "POST",
    path: operationPath(scope.service, operation, scope.architecture) ?? "",
    summary: operation.description === "" ? `${operation.name}: move ${entityNames(entity).anEntity} to ${one.transition?.transition.to ?? ""}` : operation.description,
    kind: "command",
    timeoutMs: numberText(operation.timeoutMs),
    params: "byId",
    query: "null",
    body: "null",
    ifMatch: "optional",
    deprecated: operation.deprecated,
    success: success(200, schemaName(entity.name)),
    failures: failuresOf(scope, one, operation.errors),
    takes: taken(one, "params", "ifMatch"),
    handle: callOf("repliedEntity", [awaited(one, ["params.id", "ifMatch"])]),
  });
};
