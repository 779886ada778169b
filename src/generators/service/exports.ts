import { isAudited } from "../audited.ts";
import { tellingIntegrations } from "../integrations.ts";
import { pascal } from "../render/index.ts";
import type { Export } from "./code/imports.ts";
import { kernelExports } from "./code/kernel.ts";
import { eventConst, faceInterfaces, faceSchemas } from "./face.ts";
import { adapterPath, integrationName, integrationsOf, portPath, portTypes } from "./integrations.ts";
import { entityNames, eventNames, operationNames, serviceNames, typeName } from "./names.ts";
import { grantsName, guardedOperations, listPolicies, operationGrantsName, operationPoliciesPath, policiesPath } from "./policies/index.ts";
import { stepsFile, stepsName } from "./sagas.ts";
import { graphName, graphPath } from "./graph.ts";
import type { MigrationFile } from "./data/migrations.ts";
import type { Scope } from "./scope.ts";
import { entityInterfaces, entitySchemas } from "./shapes.ts";
import { rowName, samplesPath } from "./samples.ts";
import { useCasesOf } from "./use-cases.ts";
import { webhooksName, webhooksPath } from "./webhooks.ts";
import { heardBy, importedEvent, importedType, mappingFile, mappingName } from "./reactions.ts";
import { serviceCalls } from "./wiring.ts";

/** What a file may import, by its path: one name means one thing there. */
export type Exports = (path: string) => readonly Export[];

export const exportsOf = (scope: Scope, migrations: readonly MigrationFile[]): Exports => {
  const face = ofFace(scope);
  const inside = [...ofDomain(scope), ...ofApplication(scope), ...ofApi(scope), ...ofData(scope)];
  const steps = migrations.flatMap(({ file, name }) => from(`${scope.folder("data")}/migrations/${file}`, [name], false));
  const others = [...ofOthers(scope), ...ofIntegrations(scope)];
  const ports = new Set(integrationsOf(scope).map((one) => portPath(scope, one)));
  const types = new Set(ofDomain(scope).map((one) => one.name));
  return (path) => {
    if (path === `${scope.folder()}/contract.ts` || ports.has(path)) return kernelExports;
    if (path.startsWith(`${scope.folder("data")}/migrations/`)) return [...steps, ...kernelExports];
    // An entity has one shape in the domain and one in the contract; inside the service it is the domain's.
    const own = face.filter((one) => !types.has(one.name));
    return unique([...inside, ...own, ...others, ...kernelExports, ...VITEST]);
  };
};

const VITEST: readonly Export[] = ["beforeEach", "describe", "expect", "test"].map((name) => ({ name, from: "vitest", type: false }));

const unique = (exports: readonly Export[]): readonly Export[] => [...new Map([...exports].reverse().map((one) => [one.name, one])).values()];

const from = (path: string, names: readonly string[], type: boolean): readonly Export[] => names.map((name) => ({ name, from: path, type }));

const ofFace = (scope: Scope): readonly Export[] => {
  const path = `${scope.folder()}/contract.ts`;
  const names = serviceNames(scope.service);
  return [
    ...from(path, [names.client, ...faceInterfaces(scope).map((one) => one.name)], true),
    ...from(path, [names.contract, ...faceSchemas(scope).map((one) => one.name)], false),
  ];
};

const ofDomain = (scope: Scope): readonly Export[] =>
  scope.roots.flatMap((entity) => {
    const path = `${scope.folder("domain")}/${entityNames(entity).file}.ts`;
    return [
      ...from(path, entityInterfaces(scope, entity).map((one) => one.name), true),
      ...from(policiesPath(scope, entity), [grantsName(entity), ...listPolicies(scope, entity)], false),
      ...from(path, [`new${entity.name}`, `changed${entity.name}`, `moved${entity.name}`], false),
    ];
  });

const ofApplication = (scope: Scope): readonly Export[] => {
  const folder = scope.folder("application");
  return [
    ...from(operationPoliciesPath(scope), guardedOperations(scope).map(operationGrantsName), false),
    ...from(`${folder}/ports.ts`, ["Ports", "Repositories"], true),
    ...scope.roots.flatMap((entity) => from(`${folder}/${entityNames(entity).pluralFile}.ts`, [...useCasesOf(scope, entity).map((one) => one.function), ...(isAudited(entity) ? [`${entityNames(entity).camel}Audit`] : [])], false)),
    ...scope.roots.flatMap((entity) => useCasesOf(scope, entity).filter((one) => one.uses.length > 0).flatMap((one) =>
      from(`${folder}/${stepsFile(one)}.ts`, [stepsName(one)], false))),
    ...scope.service.events.flatMap((event) => [
      ...from(`${folder}/events.ts`, [eventNames(event).function], false),
      ...from(`${folder}/describe-${entityNames({ name: event.name }).file}.ts`, [`describe${pascal(event.name)}`], false),
    ]),
    ...heardBy(scope).flatMap((one) => from(`${folder}/${mappingFile(one)}.ts`, [mappingName(one)], false)),
    ...scope.service.operations.filter((one) => one.transition === null).flatMap((one) => {
      const names = operationNames(one, scope.service);
      return from(`${folder}/${names.file}.ts`, [names.function], false);
    }),
  ];
};

const ofApi = (scope: Scope): readonly Export[] => {
  const folder = scope.folder("api");
  const known = new Set(faceSchemas(scope).map((one) => one.name));
  return [
    ...from(`${folder}/operations.routes.ts`, ["operationRoutes"], false),
    ...from(graphPath(scope), [graphName(scope)], false),
    ...tellingIntegrations(scope.service, scope.architecture).flatMap((one) => from(webhooksPath(scope, one), [webhooksName(one)], false)),
    ...scope.roots.flatMap((entity) => {
      const names = entityNames(entity);
      const schemas = entitySchemas(scope, entity).map((one) => one.name).filter((name) => !known.has(name));
      return [...from(`${folder}/${names.pluralFile}.routes.ts`, [`${names.camel}Routes`], false), ...from(`${folder}/${names.pluralFile}.schemas.ts`, schemas, false)];
    }),
  ];
};

const ofData = (scope: Scope): readonly Export[] => {
  const folder = scope.folder("data");
  return [
    ...from(samplesPath(scope), scope.roots.flatMap((entity) => [rowName(entity, 1), rowName(entity, 2)]), false),
    ...from(`${folder}/memory.ts`, ["memoryRepositories"], false),
    ...from(`${folder}/migrations/index.ts`, ["migrations"], false),
    ...from(`${folder}/personal-tables.ts`, ["personalTables"], false),
    ...scope.roots.flatMap((entity) => {
      const names = entityNames(entity);
      return from(`${folder}/${names.pluralFile}.ts`, [`${names.camel}Repository`, `${names.camel}Statements`, `${names.camel}Source`], false);
    }),
  ];
};

/** Ports of other people's systems, and the adapters behind them. */
const ofIntegrations = (scope: Scope): readonly Export[] =>
  integrationsOf(scope).flatMap((one) => [
    ...from(portPath(scope, one), [serviceNames(one).client, ...portTypes(one)], true),
    ...from(portPath(scope, one), [serviceNames(one).contract], false),
    ...from(adapterPath(scope, one), [integrationName(one)], false),
  ]);

/** Clients of the services that this one calls, and the events that it hears. */
const ofOthers = (scope: Scope): readonly Export[] => {
  const face = (service: string): string => `src/services/${service}/contract.ts`;
  return [
    ...serviceCalls(scope).filter((call) => scope.architecture.services.some((one) => one.name === call.target)).flatMap((call) => {
      const names = serviceNames({ name: call.target });
      return [...from(face(call.target), [names.client], true), ...from(face(call.target), [names.contract], false)];
    }),
    ...scope.service.reacts.flatMap(({ service, event }): readonly Export[] => [
      { name: importedEvent(service, event), from: face(service), type: false, original: eventConst(event) },
      { name: importedType(service, event), from: face(service), type: true, original: typeName(event) },
    ]),
  ];
};
