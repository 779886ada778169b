import type { Architecture, Service } from "../../model/architecture.ts";
import type { GeneratedFile } from "../../model/file-tree.ts";
import type { GenerateOptions } from "../options.ts";
import { needsOf } from "../platform/needs.ts";
import { holdsSubjects } from "../privacy.ts";
import { render } from "../render/index.ts";
import { audits } from "../audited.ts";
import { seals } from "../sealed.ts";
import { operationRoutesBody, servedOperations } from "./api-operations.ts";
import { isServed, routesBody, schemasBody } from "./api.ts";
import { graphFiles } from "./graph.ts";
import { naturally, withImports } from "./code/imports.ts";
import { arrayOf, line } from "./code/layout.ts";
import { type Migrations, migrationsOf } from "./data/migrations.ts";
import { printModel, recordPath } from "./data/model/record.ts";
import { memoryBody } from "./data/memory.ts";
import { personalTablesBody } from "./data/personal-tables.ts";
import { sealedTablesBody } from "./data/sealed-tables.ts";
import { repositoryBody } from "./data/repository.ts";
import { domainBody } from "./domain.ts";
import type { Draft } from "./draft.ts";
import { eventsBody } from "./events.ts";
import { type Exports, exportsOf } from "./exports.ts";
import { faceBody } from "./face.ts";
import { eventFit, type Fit, operationFit } from "./fit.ts";
import { adapterPath, integrationFiles, integrationName, integrationsOf, integrationTests } from "./integrations.ts";
import { entityNames, serviceNames } from "./names.ts";
import { entityPolicies, operationPolicies, operationPoliciesPath, policiesPath } from "./policies/index.ts";
import { heardBy, mappingSeed } from "./reactions.ts";
import { stepsSeed } from "./sagas.ts";
import { type Scope, scopeOf } from "./scope.ts";
import { eventSeed, operationSeed, type Seed } from "./seeds.ts";
import { testFiles } from "./tests.ts";
import { webhookFiles } from "./webhooks.ts";
import { useCasesBody } from "./use-cases-file.ts";
import { useCasesOf } from "./use-cases.ts";
import { serviceCalls, wiringBody } from "./wiring.ts";

/** The inside of one service: the same bytes in every topology. */
export const service = (one: Service, architecture: Architecture, { history, contract }: ServiceOptions = {}): readonly GeneratedFile[] => {
  const scope = scopeOf(one, architecture);
  const migrations = migrationsOf(scope, history, contract ?? []);
  const files = [...outside(scope), ...integrationFiles(scope), ...webhookFiles(scope), ...graphFiles(scope), ...entityFiles(scope), ...dataFiles(scope), ...seeded(scope), ...testFiles(scope), ...integrationTests(scope)];
  const known = exportsOf(scope, migrations.files);
  const drafts = keepsData(scope) ? [...files, ...migrationDrafts(scope, migrations)] : files;
  return [...drafts.map((file) => finished(file, known)), ...keptFiles(scope, migrations)];
};

type ServiceOptions = Pick<GenerateOptions, "history" | "contract">;

const migrationsFolder = (scope: Scope): string => `${scope.folder("data")}/migrations`;

const migrationDrafts = (scope: Scope, { files }: Migrations): readonly Draft[] => [
  ...files.flatMap(({ file, text }) => (text !== null && "body" in text ? [{ path: `${migrationsFolder(scope)}/${file}`, body: text.body }] : [])),
  { path: `${migrationsFolder(scope)}/index.ts`, body: line(0, "export const migrations: readonly Migration[] = ", arrayOf(files.map(({ name }) => name)), ";") },
];

/** What a database may have run stays as it is, byte for byte. */
const keptFiles = (scope: Scope, { files, model }: Migrations): readonly GeneratedFile[] => [
  ...files.flatMap(({ file, text }): readonly GeneratedFile[] =>
    text !== null && "kept" in text ? [{ path: `${migrationsFolder(scope)}/${file}`, content: text.kept, ownership: "merged" }] : []),
  ...(model.tables.length + files.length === 0 && model.gone === undefined ? [] : [{ path: recordPath(scope.service.name), content: printModel(model), ownership: "record" } as const]),
];

const finished = (draft: Draft, known: Exports): GeneratedFile => {
  const body = draft.body.trim();
  const content = `${draft.whole === true ? body : withImports(draft.path, body, known(draft.path))}\n`;
  if (draft.seed === undefined) return { path: draft.path, content, ownership: "merged" };
  const { operation, written, fit } = draft.seed;
  const seeded = { path: draft.path, content, ownership: "seeded", fits: { operation, asks: fit } } as const;
  return written ? seeded : { ...seeded, unwritten: operation };
};

const outside = (scope: Scope): readonly Draft[] => {
  return [
    { path: `${scope.folder()}/contract.ts`, body: faceBody(scope) },
    { path: `${scope.folder()}/service.ts`, body: wiringBody(scope) },
    { path: `${scope.folder()}/index.ts`, body: doorBody(scope), whole: true },
    { path: `${scope.folder("application")}/ports.ts`, body: portsBody(scope) },
  ];
};

const keepsData = ({ architecture }: Scope): boolean => needsOf(architecture).stores;

const doorBody = (scope: Scope): string => {
  const names = serviceNames(scope.service);
  const made = [names.create, names.needs].sort(naturally).map((name) => (name === names.needs ? `type ${name}` : name));
  const migrations = `./${scope.folder("data").slice(scope.folder().length + 1)}/migrations/index.ts`;
  const tables = migrations.replace("migrations/index.ts", "sealed-tables.ts");
  const exports = [...(keepsData(scope) ? [[migrations, "migrations"] as const] : []), ...(seals(scope.service) ? [[tables, "sealedTables"] as const] : []), ...(holdsSubjects(scope.service) ? [[migrations.replace("migrations/index.ts", "personal-tables.ts"), "personalTables"] as const] : []), ...integrationsOf(scope).map((one) => [`.${adapterPath(scope, one).slice(scope.folder().length)}`, integrationName(one)] as const), ["./service.ts", made.join(", ")], ["./contract.ts", names.contract]] as const;
  return exports
    .toSorted(([a], [b]) => naturally(a, b))
    .map(([source, exported]) => `export { ${exported} } from "${source}";`)
    .join("\n");
};

const portsBody = (scope: Scope): string => {
  const calls = serviceCalls(scope).map((call) => serviceNames({ name: call.target }));
  return render("service/ports.ts.hbs", {
    repositories: scope.roots.map((entity) => ({ ...entityNames(entity), tenant: entity.tenant })),
    members: [
      ...(scope.roots.length > 0 ? ["  readonly repositories: Repositories;"] : []),
      ...(audits(scope.service) ? ["  /** Notes who changed what. */", "  readonly auditTrail: AuditTrail;"] : []),
      ...calls.map((call) => `  readonly ${call.port}: ${call.client};`),
    ],
  });
};

const operationPolicyFiles = (scope: Scope): readonly Draft[] => {
  const body = operationPolicies(scope);
  return body === null ? [] : [{ path: operationPoliciesPath(scope), body }];
};

const entityFiles = (scope: Scope): readonly Draft[] => [
  ...scope.roots.flatMap((entity): readonly Draft[] => {
    const names = entityNames(entity);
    const common = { path: `${scope.folder("domain")}/${names.file}.ts`, body: domainBody(scope, entity) };
    const cases = useCasesOf(scope, entity).length === 0 ? [] : [{ path: `${scope.folder("application")}/${names.pluralFile}.ts`, body: useCasesBody(scope, entity) }];
    const policies = entityPolicies(scope, entity, useCasesOf(scope, entity));
    const inner = [common, ...(policies === null ? [] : [{ path: policiesPath(scope, entity), body: policies }]), ...cases];
    if (!isServed(scope, entity)) return inner;
    const routes = routesBody(scope, entity);
    const schemas = schemasBody(scope, entity, routes);
    return [
      ...inner,
      { path: `${scope.folder("api")}/${names.pluralFile}.routes.ts`, body: routes },
      ...(schemas === "" ? [] : [{ path: `${scope.folder("api")}/${names.pluralFile}.schemas.ts`, body: schemas }]),
    ];
  }),
  ...operationPolicyFiles(scope),
  ...(servedOperations(scope).length === 0 ? [] : [{ path: `${scope.folder("api")}/operations.routes.ts`, body: operationRoutesBody(scope) }]),
  ...(scope.service.events.length === 0 ? [] : [{ path: `${scope.folder("application")}/events.ts`, body: eventsBody(scope) }]),
];

const dataFiles = (scope: Scope): readonly Draft[] =>
  scope.service.entities.length === 0 ? [] : [
    ...(holdsSubjects(scope.service) ? [{ path: `${scope.folder("data")}/personal-tables.ts`, body: personalTablesBody(scope) }] : []),
    ...(seals(scope.service) ? [{ path: `${scope.folder("data")}/sealed-tables.ts`, body: sealedTablesBody(scope) }] : []),
    { path: `${scope.folder("data")}/memory.ts`, body: memoryBody(scope) },
    ...scope.roots.map((entity) => ({ path: `${scope.folder("data")}/${entityNames(entity).pluralFile}.ts`, body: repositoryBody(scope, entity) })),
  ];

/** What is the user's once it is written. Two use cases that publish one event share what describes it. */
const seeded = (scope: Scope): readonly Draft[] => {
  const operations = scope.service.operations.filter((one) => one.transition === null).map((one) => draftOf(scope, operationSeed(scope, one), one.name, operationFit(scope, one)));
  const ofEntities = scope.roots.flatMap((entity) => useCasesOf(scope, entity).flatMap((one) => {
    const events = scope.service.events.filter((event) => one.emits.includes(event.name)).map((event) => [eventSeed(scope, entity, event), eventFit(scope, scope.service.name, event)] as const);
    const steps = stepsSeed(scope, entity, one);
    return [[steps, [steps?.body ?? ""]] as const, ...events].flatMap(([seed, fit]) => (seed === null ? [] : [draftOf(scope, seed, one.word, fit)]));
  }));
  const heard = heardBy(scope).flatMap((one) => {
    const seed = mappingSeed(scope, one);
    return seed === null ? [] : [draftOf(scope, seed, one.operation.name, [...eventFit(scope, one.publisher, one.event), ...operationFit(scope, one.operation)])];
  });
  return [...new Map([...operations, ...ofEntities, ...heard].map((draft) => [draft.path, draft])).values()];
};

const draftOf = (scope: Scope, seed: Seed, operation: string, fit: Fit): Draft => ({
  path: `${scope.folder("application")}/${seed.file}.ts`,
  body: seed.body,
  seed: { written: seed.written, operation: `${scope.service.name}.${operation}`, fit },
});
