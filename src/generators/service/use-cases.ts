import type { ActionOptions, Entity, OperationRef } from "../../model/architecture.ts";
import { isAudited } from "../audited.ts";
import { calleeNamed } from "../integrations.ts";
import { entityNames, serviceNames } from "./names.ts";
import { isGuarded } from "./policies/index.ts";
import { resourceOf, type Scope } from "./scope.ts";
import type { UseCase } from "./use-case.ts";
import { usesOf } from "./uses.ts";

/** Whether it changes a row that is there: those share one function that writes it and publishes. */
export const changesRow = (one: Pick<UseCase, "action">): boolean => one.action === "update" || one.action === "transition";

const NOTHING: Pick<ActionOptions, "emits" | "uses"> = { emits: [], uses: [] };

/** The use cases of an entity in the order in which its file has them. */
export const useCasesOf = (scope: Scope, entity: Entity): readonly UseCase[] => {
  const names = entityNames(entity);
  const actions = [...usesOf(scope, entity)].map((action): UseCase => {
    const options = resourceOf(scope, entity)?.actions.find((one) => one.action === action) ?? NOTHING;
    const word = action === "list" ? `list${names.plural}` : `${action}${entity.name}`;
    return { action, function: functionOf(scope, word), parameters: [], word, emits: options.emits, uses: serviceUses(scope, options.uses), transition: null, guarded: false };
  });
  const transitions = scope.service.operations
    .filter((one) => one.transition?.entity === entity.name)
    .map((one): UseCase => ({
      action: "transition",
      function: `${one.name}${entity.name}`,
      parameters: [],
      word: one.name,
      emits: one.emits,
      uses: serviceUses(scope, one.uses),
      transition: one.transition,
      guarded: false,
    }));
  const all = [...actions, ...transitions];
  const publishes = all.some((one) => changesRow(one) && one.emits.length > 0);
  return all.map((one) => {
    const guarded = isGuarded(scope, entity, one, all);
    return { ...one, guarded, parameters: parametersOf(scope, entity, one, entity.tenant || guarded || ((publishes || isAudited(entity)) && changesRow(one)) || (isAudited(entity) && (one.action === "create" || one.action === "delete"))) };
  });
};

/** A service `order` is itself made by `createOrder`, so that its entity `Order` needs another word. */
const functionOf = (scope: Scope, word: string): string =>
  word === serviceNames(scope.service).create ? word.replace(/^create/u, "createNew") : word;

const serviceUses = (scope: Scope, uses: readonly OperationRef[]): readonly OperationRef[] =>
  uses.filter((ref) => calleeNamed(scope.architecture, ref.service) !== undefined);

/** Whether a row of this entity is somebody who registered alone, and then bears the id of their account. */
export const isUser = (scope: Scope, entity: Entity): boolean => {
  const { user, models, selfRegistration } = scope.architecture.auth;
  return selfRegistration !== null && !models.includes("none") && user?.service === scope.service.name && user.entity === entity.name;
};

/** The names of the parameters after `ports`. */
const parametersOf = (scope: Scope, entity: Entity, one: UseCase, asks: boolean): readonly string[] => {
  const speaks = asks || one.emits.length > 0 || one.uses.length > 0 || (one.action === "create" && isUser(scope, entity));
  const envelope = speaks ? ["envelope"] : [];
  switch (one.action) {
    case "list": return [...envelope, "input"];
    case "get": return [...envelope, "id"];
    case "create": return [...envelope, "input"];
    case "update": return [...envelope, "id", "version", "changes"];
    default: return [...envelope, "id", "version"];
  }
};
