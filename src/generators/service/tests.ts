import type { Entity } from "../../model/architecture.ts";
import { render, typescriptString } from "../render/index.ts";
import { arrayOf, callOf, line, objectOf, type Source } from "./code/layout.ts";
import { literal } from "./code/literal.ts";
import { uniqueFields } from "./data/keys.ts";
import { beginningParameters } from "./domain.ts";
import type { Draft } from "./draft.ts";
import { entityNames } from "./names.ts";
import { listPolicies } from "./policies/index.ts";
import { inOrderOfReference, rowName, type SampleNumber, sampleId, sampleInput, samplesPath } from "./samples.ts";
import type { Scope } from "./scope.ts";
import { repositorySource } from "./wiring.ts";
import { useCaseTests } from "./use-case-tests.ts";

/** Tests beside the code of a service: use cases in memory, and one contract over its repositories in memory and on Postgres. */
export const testFiles = (scope: Scope): readonly Draft[] => {
  if (scope.roots.length === 0) return [];
  const cases = useCaseTests(scope);
  return [
    { path: samplesPath(scope), body: samplesBody(scope) },
    { path: `${scope.folder("test")}/repositories.test.ts`, body: repositoriesBody(scope) },
    ...policyTests(scope),
    ...tenantTests(scope),
    ...(cases === null ? [] : [{ path: `${scope.folder("test")}/use-cases.test.ts`, body: cases }]),
  ];
};

const samplesBody = (scope: Scope): string =>
  render("service/samples.ts.hbs", { rows: inOrderOfReference(scope).flatMap((one) => [rowLine(scope, one, 1), rowLine(scope, one, 2)]) });

const repositoriesBody = (scope: Scope): string => {
  const entities = inOrderOfReference(scope);
  return render("service/repositories.test.ts.hbs", {
    service: typescriptString(scope.service.name),
    repositories: line(2, "postgres: ", objectOf(entities.map((one) => [entityNames(one).pluralCamel, repositorySource(one, "testCipher")])), ","),
    samples: entities.map((one) => ({
      ...entityNames(one),
      unique: uniqueFields(one).some((fields) => fields.every((name) => one.fields.some((field) => field.name === name && field.default === undefined))),
    })),
  });
};

/** One file for the rows of tenants: none of them is there for another. */
const tenantTests = (scope: Scope): readonly Draft[] => {
  const entities = inOrderOfReference(scope);
  const belonging = entities.filter((entity) => entity.tenant);
  if (belonging.length === 0) return [];
  const body = render("service/tenants.test.ts.hbs", {
    ...subjectView(scope, entities),
    belonging: line(2, "", arrayOf(belonging.map((entity) => objectOf([
      ["repository", typescriptString(entityNames(entity).pluralCamel)],
      ["bound", String(isBound(scope, entity))],
    ]))), ","),
  });
  return [{ path: `${scope.folder("test")}/tenants.test.ts`, body }];
};

/** Whether the first sample, in which nothing is left out, refers to a row of a tenant, or owns one that does. */
const isBound = (scope: Scope, entity: Entity): boolean =>
  entity.fields.some(({ type, set }) => {
    if (set === "never") return false;
    if (type.kind === "entity" || type.kind === "set") return scope.entity(type.entity).tenant;
    return type.kind === "children" && isBound(scope, scope.entity(type.entity));
  });

const subjectView = (scope: Scope, entities: readonly Entity[]) => ({
  service: typescriptString(scope.service.name),
  repositories: line(4, "postgres: ", objectOf(entities.map((one) => [entityNames(one).pluralCamel, repositorySource(one, "testCipher")])), ","),
  samples: entities.map((one) => entityNames(one)),
});

/** One file for the policies that filter lists: what a query keeps is what the policy holds of. */
const policyTests = (scope: Scope): readonly Draft[] => {
  const entities = inOrderOfReference(scope);
  const filters = entities.map((entity) => ({ entity, names: listPolicies(scope, entity) })).filter(({ names }) => names.length > 0);
  if (filters.length === 0) return [];
  const body = render("service/policies.test.ts.hbs", {
    ...subjectView(scope, entities),
    filters: line(2, "", arrayOf(filters.map(({ entity, names }) => objectOf([
      ["repository", typescriptString(entityNames(entity).pluralCamel)],
      ["policies", objectOf(names.map((name) => [name, name]))],
    ]))), ","),
    roles: line(2, "", arrayOf(scope.architecture.auth.roles.map((role) => typescriptString(role.name))), ","),
  });
  return [{ path: `${scope.folder("test")}/policies.test.ts`, body }];
};

const rowLine = (scope: Scope, entity: Entity, number: SampleNumber): string => {
  const values = new Map<string, Source>([
    ["input", literal(sampleInput(scope, entity, number))],
    ["id", typescriptString(sampleId(scope, entity.name, number))],
    ["now", "world.now()"],
    ["newId", "world.newId"],
  ]);
  const args = beginningParameters(entity).map((name) => values.get(name) ?? name);
  return line(0, `export const ${rowName(entity, number)} = `, callOf(`new${entity.name}`, args), ";");
};
