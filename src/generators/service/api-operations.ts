import type { Field, Operation, Type } from "../../model/architecture.ts";
import { operationPath } from "../paths.ts";
import { camel, render } from "../render/index.ts";
import { routeView, success } from "./api.ts";
import { callOf, objectOf, type Source, spreadOf } from "./code/layout.ts";
import { fieldsSource } from "./code/schemas.ts";
import { numberText } from "./methods.ts";
import { operationNames, serviceNames } from "./names.ts";
import type { Scope } from "./scope.ts";

/** Operations, other than transitions, that are called over HTTP. */
export const servedOperations = (scope: Scope): readonly Operation[] =>
  scope.service.operations.filter((one) => one.transition === null && one.http !== null);

/** The text of api/operations.routes.ts. */
export const operationRoutesBody = (scope: Scope): string =>
  render("service/operation-routes.ts.hbs", {
    client: serviceNames(scope.service).client,
    routes: servedOperations(scope).map((one) => operationRoute(scope, one)),
  });

const operationRoute = (scope: Scope, operation: Operation) => {
  const { method, path } = operation.http ?? { method: "POST", path: "" };
  const named = new Set([...path.matchAll(/:([A-Za-z]\w*)/gu)].map((match) => match[1]));
  const inPath = operation.input.filter((field) => named.has(field.name));
  const others = operation.input.filter((field) => !named.has(field.name));
  const place = method === "GET" || method === "DELETE" ? "query" : "body";
  const promised = `${serviceNames(scope.service).contract}.methods.${operation.name}`;
  const empty = operation.output.length === 0;
  return routeView({
    types: typesOf(scope, operation, inPath, others, place),
    operation: `${scope.service.name}.${operation.name}`,
    method,
    path: operationPath(scope.service, operation, scope.architecture) ?? "",
    summary: operation.description === "" ? sentence(operation.name) : operation.description,
    kind: operation.kind,
    timeoutMs: numberText(operation.timeoutMs),
    params: inPath.length === 0 ? "null" : fieldsSource(inPath),
    query: place === "query" && others.length > 0 ? fieldsSource(others) : "null",
    body: place === "body" && others.length > 0 ? (inPath.length === 0 ? `${promised}.input` : fieldsSource(others)) : "null",
    ifMatch: "none",
    keyed: operation.idempotency === "key",
    deprecated: operation.deprecated,
    success: success(empty ? 204 : 200, empty ? "null" : `${promised}.output`),
    failures: failuresOf(promised, operation, inPath.length === 0 && others.some(({ type }) => holdsId(scope, type))),
    takes: ["envelope", ...(inPath.length > 0 ? ["params"] : []), ...(others.length > 0 ? [place] : [])],
    handle: handleSource(operation, inPath, others, place),
  });
};

/** What is asked with an id may not find it. Where the id is in the path, every route says so. */
const failuresOf = (promised: string, { errors }: Operation, maySeek: boolean): Source => {
  const missing: readonly (readonly [string, Source])[] = maySeek ? [["notFound", "404"]] : [];
  return errors.length === 0 ? objectOf(missing) : missing.length === 0 ? `${promised}.errors` : spreadOf(`${promised}.errors`, missing);
};

const holdsId = (scope: Scope, type: Type, within: readonly string[] = []): boolean => {
  switch (type.kind) {
    case "scalar": return type.name === "uuid";
    case "list": return holdsId(scope, type.of, within);
    case "type": return !within.includes(type.type) && scope.type(type.type).fields.some((field) => holdsId(scope, field.type, [...within, type.type]));
    case "enum": return false;
    default: return true;
  }
};

const sentence = (name: string): string => {
  const words = camel(name).replace(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const typesOf = (scope: Scope, operation: Operation, inPath: readonly Field[], others: readonly Field[], place: string): string => {
  const { input } = operationNames(operation, scope.service);
  const names = inPath.map((field) => JSON.stringify(field.name)).join(" | ");
  const params = inPath.length === 0 ? "null" : `Pick<${input}, ${names}>`;
  const rest = others.length === 0 ? "null" : inPath.length === 0 ? input : `Omit<${input}, ${names}>`;
  return place === "query" ? `${params}, ${rest}, null` : `${params}, null, ${rest}`;
};

const handleSource = (operation: Operation, inPath: readonly Field[], others: readonly Field[], place: string): Source => {
  const parts = [...(inPath.length > 0 ? ["params"] : []), ...(others.length > 0 ? [place] : [])];
  const input = parts.length === 0 ? "{}" : parts.length === 1 ? (parts[0] ?? "{}") : `{ ...params, ...${place} }`;
  const replied = operation.output.length === 0 ? "repliedNothing" : "replied";
  if (operation.idempotency !== "key") return callOf(replied, [`await client.${operation.name}(envelope, ${input})`]);
  return callOf(replied, [callOf("await onlyWithKey", ["envelope", `() => client.${operation.name}(envelope, ${input})`])]);
};
