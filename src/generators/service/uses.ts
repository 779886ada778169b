import type { Architecture, Entity, ResourceAction } from "../../model/architecture.ts";
import type { Scope } from "./scope.ts";
import { resourceOf } from "./scope.ts";

const ACTIONS: readonly ResourceAction[] = ["list", "get", "create", "update", "delete"];

/** The resource actions of an entity that other services call by contract. */
export const calledActions = (scope: Scope, entity: Pick<Entity, "name">): readonly ResourceAction[] => {
  const called = new Set(callsTo(scope.architecture, scope.service.name));
  return ACTIONS.filter((action) => called.has(`${entity.name}.${action}`));
};

const callsTo = (architecture: Architecture, service: string): readonly string[] =>
  architecture.services.flatMap((one) => one.calls.filter((call) => call.target === service).flatMap((call) => call.operations));

/** The resource actions that somebody may run, through the API or from another service. */
export const usesOf = (scope: Scope, entity: Pick<Entity, "name">): ReadonlySet<ResourceAction> => {
  const served = resourceOf(scope, entity)?.actions.map((one) => one.action) ?? [];
  return new Set([...served, ...calledActions(scope, entity)]);
};
