import type { Entity, Operation } from "../../../model/architecture.ts";
import type { Condition } from "../../../model/policy.ts";
import { grantsOf, isConditional } from "../../access/grants.ts";
import { camel, commentText, typescriptString } from "../../render/index.ts";
import { arrayOf, line, objectOf, type Source } from "../code/layout.ts";
import { entityNames, functionName, operationNames } from "../names.ts";
import type { Scope } from "../scope.ts";
import type { UseCase } from "../use-case.ts";
import { holdsProperty } from "./holds.ts";
import { fieldsIn, whereProperty } from "./where.ts";

/** The full name of a use case, as grants have it. */
const fullName = (scope: Scope, entity: Entity, one: Pick<UseCase, "action" | "word">): string =>
  one.action === "transition" ? `${scope.service.name}.${one.word}` : `${scope.service.name}.${entity.name}.${one.action}`;

/** The key of a use case in the table of grants of its entity: `list`, `place`. */
export const grantKey = (one: Pick<UseCase, "action" | "word">): string => (one.action === "transition" ? one.word : one.action);

const reachesRow = ({ action }: Pick<UseCase, "action">): boolean => action !== "list" && action !== "create";

/** Whether a use case asks policies: itself, or because another one finds its row in the same way. */
export const isGuarded = (scope: Scope, entity: Entity, one: UseCase, all: readonly UseCase[]): boolean => {
  const conditional = (other: UseCase): boolean => isConditional(scope.architecture, fullName(scope, entity, other));
  return reachesRow(one) ? all.some((other) => reachesRow(other) && conditional(other)) : conditional(one);
};

/** The name of the table that says who may do what with rows of an entity. */
export const grantsName = (entity: Entity): string => `${camel(entity.name)}Grants`;

export const policiesPath = (scope: Scope, entity: Entity): string => `${scope.folder("domain")}/${entityNames(entity).file}.policies.ts`;

export const operationPoliciesPath = (scope: Scope): string => `${scope.folder("application")}/operations.policies.ts`;

/** Operations written by hand whose input a policy looks at. */
export const guardedOperations = (scope: Scope): readonly Operation[] =>
  scope.service.operations.filter((one) => one.transition === null && isConditional(scope.architecture, `${scope.service.name}.${one.name}`));

export const operationGrantsName = (operation: Operation): string => `${operation.name}Grants`;

/** The text of domain/<entity>.policies.ts; null where no policy decides about such rows. */
export const entityPolicies = (scope: Scope, entity: Entity, cases: readonly UseCase[]): string | null => {
  const guarded = cases.filter((one) => isGuarded(scope, entity, one, cases));
  if (guarded.length === 0) return null;
  const { type, anEntity } = entityNames(entity);
  const table = guarded.map((one): readonly [string, Source] => [grantKey(one), grantsSource(scope, fullName(scope, entity, one))]);
  const listed = policiesOf(scope, guarded.filter((one) => one.action === "list").map((one) => fullName(scope, entity, one)));
  return [
    ...constants(scope, guarded.map((one) => fullName(scope, entity, one)), `${scope.service.name}.${entity.name}`, { subject: "row", type, listed }),
    `/** Who may do what with ${anEntity}, and with which. */\n${line(0, `export const ${grantsName(entity)} = `, objectOf(table), ` satisfies Record<string, readonly Grant<${type}>[]>;`)}`,
  ].join("\n\n");
};

/** The text of application/operations.policies.ts; null where no policy looks at an input. */
export const operationPolicies = (scope: Scope): string | null => {
  const guarded = guardedOperations(scope);
  if (guarded.length === 0) return null;
  return guarded
    .flatMap((operation) => {
      const name = `${scope.service.name}.${operation.name}`;
      const type = operation.input.length === 0 ? "Nothing" : operationNames(operation, scope.service).input;
      const own = constants(scope, [name], name, { subject: "input", type, listed: [], prefix: operation.name });
      const table = line(0, `export const ${operationGrantsName(operation)}: readonly Grant<${type}>[] = `, grantsSource(scope, name, operation.name), ";");
      return [...own, `/** Who may run \`${operation.name}\`, and with what. */\n${table}`];
    })
    .join("\n\n");
};

/** The policies that filter the list of an entity, as its file calls them. */
export const listPolicies = (scope: Scope, entity: Entity): readonly string[] =>
  isConditional(scope.architecture, `${scope.service.name}.${entity.name}.list`)
    ? policiesOf(scope, [`${scope.service.name}.${entity.name}.list`]).map((name) => constantName(name))
    : [];

/** The fields of an entity by which policies filter its list. */
export const comparedFields = (scope: Scope, entity: Entity): readonly string[] => {
  const target = `${scope.service.name}.${entity.name}`;
  const listed = policiesOf(scope, [`${target}.list`]);
  const conditions = scope.architecture.auth.policies.filter((one) => listed.includes(one.name)).map((one) => one.conditions.get(target));
  return conditions.flatMap((one) => (one === undefined ? [] : fieldsIn(one)));
};

interface Form {
  readonly subject: "row" | "input";
  readonly type: string;
  /** Policies that filter a list. */
  readonly listed: readonly string[];
  readonly prefix?: string;
}

const policiesOf = (scope: Scope, operations: readonly string[]): readonly string[] =>
  [...new Set(operations.flatMap((name) => grantsOf(scope.architecture, name).flatMap(({ policies }) => policies)))].sort();

const constants = (scope: Scope, operations: readonly string[], target: string, form: Form): readonly string[] =>
  policiesOf(scope, operations).map((name) => {
    const policy = scope.architecture.auth.policies.find((one) => one.name === name);
    const condition = policy?.conditions.get(target);
    if (policy === undefined || condition === undefined) throw new Error(`the policy ${name} does not fit ${target}`);
    return policyText(constantName(name, form.prefix), policy.expression, condition, { ...form, filters: form.listed.includes(name) });
  });

const constantName = (policy: string, prefix?: string): string =>
  prefix === undefined ? functionName(policy) : `${prefix}${policy.charAt(0).toUpperCase()}${policy.slice(1)}`;

const policyText = (name: string, expression: string, condition: Condition, form: Form & { readonly filters: boolean }): string =>
  [
    `/** ${commentText(expression)} */`,
    `export const ${name}: Policy<${form.type}> = {`,
    holdsProperty(condition, form.subject),
    ...(form.filters ? [whereProperty(condition)] : []),
    "};",
  ].join("\n");

/** One grant for all roles that may the same. */
const grantsSource = (scope: Scope, operation: string, prefix?: string): Source => {
  const groups = new Map<string, (string | null)[]>();
  for (const { role, policies } of grantsOf(scope.architecture, operation)) {
    for (const policy of policies.length === 0 ? [""] : policies) {
      const key = role === null ? `* ${policy}` : policy;
      groups.set(key, [...(groups.get(key) ?? []), role]);
    }
  }
  return arrayOf([...groups].map(([key, roles]) => {
    const policy = key.replace(/^\* /u, "");
    const named = roles.filter((role) => role !== null).sort();
    return objectOf([
      ...(named.length === 0 ? [] : [["roles", arrayOf(named.map(typescriptString))] as const]),
      ...(policy === "" ? [] : [["only", constantName(policy, prefix)] as const]),
    ]);
  }));
};
