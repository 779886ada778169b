import type { Type } from "../../model/architecture.ts";
import { didYouMean, shown } from "../diagnose.ts";
import type { TypeSyntax } from "./syntax.ts";

/** The names that types may stand for, known before any field is read. */
export interface Names {
  /** Entities by service. */
  readonly entities: ReadonlyMap<string, readonly string[]>;
  /** The `types` of each service. */
  readonly types: ReadonlyMap<string, readonly string[]>;
}

/** Where a type stands: fields of entities store, all others carry. */
export interface Scope {
  readonly service: string;
  readonly stored: boolean;
}

export interface Unresolved {
  readonly rule: "unknown-name" | "bad-type";
  readonly message: string;
  readonly help: string;
}

export function resolveType(syntax: TypeSyntax, scope: Scope, names: Names): Type | Unresolved {
  switch (syntax.kind) {
    case "scalar":
    case "enum":
      return syntax;
    case "name":
      return syntax.service === null || syntax.service === scope.service
        ? ownName(syntax.name, scope, names)
        : foreignName(syntax.service, syntax.name, names);
    case "list":
      return resolveList(syntax.of, scope, names);
    case "set":
      return resolveSet(syntax.of, scope, names);
    case "optional":
      return badType("`optional` stands inside another type.", "Write it outermost.");
  }
}

function ownName(name: string, scope: Scope, names: Names): Type | Unresolved {
  const entities = names.entities.get(scope.service) ?? [];
  const types = names.types.get(scope.service) ?? [];
  if (entities.includes(name)) return { kind: "entity", entity: name };
  if (types.includes(name)) {
    if (!scope.stored) return { kind: "type", type: name };
    return badType(
      `${shown(name)} is one of the service's \`types\`, and those are for inputs, outputs and events.`,
      "Make it an entity and own it by `list(…)`, or store `json`.",
    );
  }
  const elsewhere = [...names.entities].find(([, known]) => known.includes(name));
  const help =
    elsewhere === undefined
      ? didYouMean(name, scope.stored ? entities : [...entities, ...types])
      : `Did you mean ${shown(`${elsewhere[0]}.${name}`)}?`;
  return {
    rule: "unknown-name",
    message: `${shown(name)} is no ${scope.stored ? "entity" : "entity or type"} of the service ${shown(scope.service)}.`,
    help,
  };
}

function foreignName(service: string, name: string, names: Names): Type | Unresolved {
  const entities = names.entities.get(service);
  if (entities === undefined) {
    return {
      rule: "unknown-name",
      message: `${shown(service)} is no service.`,
      help: didYouMean(service, [...names.entities.keys()]),
    };
  }
  if (entities.includes(name)) return { kind: "foreign", service, entity: name };
  return {
    rule: "unknown-name",
    message: `${shown(name)} is no entity of the service ${shown(service)}.`,
    help: didYouMean(name, entities),
  };
}

function resolveList(of: TypeSyntax, scope: Scope, names: Names): Type | Unresolved {
  if (scope.stored && of.kind === "list")
    return badType("A stored list holds no lists.", "Make the inner list an entity of its own.");
  const inner = resolveType(of, scope, names);
  if ("rule" in inner) return inner;
  if (inner.kind === "entity" && scope.stored) return { kind: "children", entity: inner.entity };
  if (inner.kind === "foreign" && scope.stored) {
    return badType(
      `A list of ${shown(`${inner.service}.${inner.entity}`)} would own another service's data.`,
      "Own an entity of this service that has the reference as a field.",
    );
  }
  if (inner.kind === "set") return badType("A list holds no sets.", "Write `set(Entity)` alone.");
  return { kind: "list", of: inner };
}

function resolveSet(of: TypeSyntax, scope: Scope, names: Names): Type | Unresolved {
  if (!scope.stored) return badType("`set` is for the fields of entities.", "Write `list(…)` here.");
  const inner = resolveType(of, scope, names);
  if ("rule" in inner) return inner;
  return inner.kind === "entity"
    ? { kind: "set", entity: inner.entity }
    : badType("`set` holds an entity of the same service.", "Keep a list of ids, or an entity that joins the two.");
}

function badType(message: string, help: string): Unresolved {
  return { rule: "bad-type", message, help };
}
