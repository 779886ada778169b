import type {
  Deprecation,
  Entity,
  Event,
  Field,
  HttpMethod,
  Json,
  Operation,
  OperationRef,
  Type,
} from "../../model/architecture.ts";
import { kebab, plural } from "../../model/names.ts";
import { get, isMap, keysOf, textOf, textsOf } from "../tree.ts";
import { type Context, entries, oneOf, type Spot, step } from "./context.ts";
import { fieldsOf } from "./fields.ts";
import { milliseconds } from "./quantities.ts";

const defaultTimeoutMs = 5000;
const methods: readonly HttpMethod[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Transitions, in the order of their entities, then what else the service does; resource actions (`Order.delete`) are not among them. */
export function operationsOf(
  service: string,
  spot: Spot,
  entities: readonly Entity[],
  context: Context,
): readonly Operation[] {
  const moves = entities.flatMap((entity) =>
    entity.transitions.map((transition) => ({ entity: entity.name, transition })),
  );
  const moveNames = new Set(moves.map(({ transition }) => transition.name));
  const transitions = moves.map((move) =>
    operationOf(service, move.transition.name, step(spot, move.transition.name), move, context),
  );
  const others = entries(spot).filter(([name]) => !name.includes(".") && !moveNames.has(name));
  return [...transitions, ...others.map(([name, operation]) => operationOf(service, name, operation, null, context))];
}

/** @param service whose types the input and the output may name */
export function operationOf(
  service: string,
  name: string,
  spot: Spot,
  transition: Operation["transition"],
  context: Context,
): Operation {
  const { node } = spot;
  const http =
    httpOf(get(node, "http")) ??
    (transition === null ? null : { method: "POST", path: transitionPath(transition.entity, name) });
  const kind =
    get(node, "kind") === undefined && http?.method === "GET"
      ? "query"
      : oneOf(get(node, "kind"), ["command", "query"]);
  const scope = { service, stored: false };
  const input = fieldsOf(step(spot, "input"), scope, context);
  return {
    name,
    was: textOf(get(node, "was")) ?? null,
    description: textOf(get(node, "description")) ?? "",
    transition,
    http,
    kind,
    input: transition === null && http !== null ? withPathFields(input, http.path, { kind: "scalar", name: "uuid" }) : input,
    output: fieldsOf(step(spot, "output"), scope, context),
    errors: errorsOf(get(node, "errors")),
    emits: textsOf(get(node, "emits")),
    uses: usesOf(get(node, "uses")),
    timeoutMs: milliseconds(get(node, "timeout")) ?? defaultTimeoutMs,
    idempotency:
      get(node, "idempotency") === undefined && kind === "query"
        ? "natural"
        : oneOf(get(node, "idempotency"), ["none", "natural", "key"]),
    deprecated: deprecationOf(get(node, "deprecated")),
  };
}

function transitionPath(entity: string, name: string): string {
  return `/${plural(kebab(entity))}/:id/${kebab(name)}`;
}

/** What the path holds is input too: of the type given, unless the spec says otherwise. */
export function withPathFields(input: readonly Field[], path: string, type: Type): readonly Field[] {
  const named = [...path.matchAll(/:([A-Za-z][A-Za-z0-9]*)/g)].map((match) => match[1] ?? "");
  const missing = named.filter((name) => !input.some((field) => field.name === name));
  return [...missing.map((name) => pathField(name, type)), ...input];
}

function pathField(name: string, type: Type): Field {
  return {
    name,
    was: null,
    description: "",
    type,
    optional: false,
    unique: false,
    sensitivity: null,
    encrypt: false,
    set: "always",
    visibleTo: null,
  };
}

export function httpOf(node: Json | undefined): Operation["http"] {
  const [word = "", path = ""] = (textOf(node) ?? "").split(" ");
  const method = methods.find((known) => known === word);
  return method === undefined ? null : { method, path };
}

export function errorsOf(node: Json | undefined): Operation["errors"] {
  if (!isMap(node)) return textsOf(node).map((name) => ({ name, status: 409 }));
  return keysOf(node).map((name) => ({ name, status: Number(node[name]) }));
}

export function usesOf(node: Json | undefined): readonly OperationRef[] {
  return textsOf(node).map((name) => {
    const dot = name.indexOf(".");
    return { service: name.slice(0, dot), operation: name.slice(dot + 1) };
  });
}

export function deprecationOf(node: Json | undefined): Deprecation | null {
  const since = textOf(get(node, "since"));
  if (since === undefined) return null;
  return { since, sunset: textOf(get(node, "sunset")) ?? null, use: textOf(get(node, "use")) ?? null };
}

export function eventsOf(service: string, spot: Spot, context: Context): readonly Event[] {
  return entries(spot).map(([name, event]) => ({
    name,
    was: textOf(get(event.node, "was")) ?? null,
    description: textOf(get(event.node, "description")) ?? "",
    version: Number(get(event.node, "version") ?? 1),
    fields: fieldsOf(step(event, "fields"), { service, stored: false }, context),
  }));
}
