import { hasAccounts } from "../access/accounts.ts";
import type { Architecture, Unit } from "../../model/architecture.ts";
import { scaleOf } from "../deploy/scale.ts";
import { signersOf } from "../deploy/settings.ts";
import { inContainers, processesOf } from "../shipped.ts";
import { isAsked, resourcePath } from "../paths.ts";
import { brokerSettings } from "../platform/brokers.ts";
import { integrationsInUse, tellingIntegrations } from "../integrations.ts";
import { urlVariable } from "../platform/integrations.ts";
import { needsOf } from "../platform/needs.ts";
import { telemetryView } from "../platform/telemetry.ts";
import { screaming, snake } from "../render/index.ts";
import { scripts } from "./scripts.ts";
import { graceSeconds } from "../stopping.ts";

const hasEvents = (architecture: Architecture): boolean => architecture.queues.length > 0;

export const environmentView = (architecture: Architecture) => ({
  name: architecture.name,
  stores: needsOf(architecture).stores,
  replicas: needsOf(architecture).replicas,
  severalUnits: architecture.units.length > 1,
  database: snake(architecture.name),
  ...databasesOf(architecture),
  hosts: architecture.units.flatMap(({ as, name }) => (as === "process" ? [{ name, variable: `${screaming(name)}_URL` }] : [])),
  gateway: architecture.units.some(({ as }) => as === "gateway"),
  signers: signersOf(architecture).map((name) => `${screaming(name)}_PRIVATE_KEY`),
  mtls: needsOf(architecture).mtls,
  ...brokerSettings(architecture),
  limits: needsOf(architecture).limits,
  ...telemetryView(architecture),
  sealed: needsOf(architecture).sealed,
  accounts: hasAccounts(architecture),
  oidc: needsOf(architecture).oidc,
  mails: needsOf(architecture).mails,
  senders: architecture.services.flatMap((service) => tellingIntegrations(service, architecture)).map(({ name, webhooks }) => ({ name, secret: webhooks?.secret ?? "" })),
  cacheShared: needsOf(architecture).cacheShared,
  integrations: integrationsInUse(architecture).map((one) => ({ name: one.name, url: one.baseUrl, variable: urlVariable(one), secret: one.auth?.secret ?? null, basic: one.auth?.scheme === "basic" })),
});

const databasesOf = (architecture: Architecture) => {
  const { ownDatabases } = needsOf(architecture);
  const services = ownDatabases ? architecture.units.flatMap((unit) => unit.services).sort() : [];
  const databases = services.map((name) => ({ name: snake(name), variable: `${screaming(name)}_DATABASE_URL` }));
  return { ownDatabases, databases, someDatabase: databases[0]?.name ?? "" };
};

export const readmeView = (architecture: Architecture) => ({
  name: architecture.name,
  description: architecture.description,
  stores: needsOf(architecture).stores,
  replicas: needsOf(architecture).replicas,
  accounts: hasAccounts(architecture),
  events: hasEvents(architecture),
  ...tokenExample(architecture),
  commands: scripts(architecture),
  services: serviceRows(architecture),
  graceSeconds: graceSeconds(architecture),
  units: architecture.units.map(unitText).join("; "),
  privacy: needsOf(architecture).privacy,
  accessText: `${Math.ceil(architecture.auth.tokens.accessMs / 60_000)} min`,
  gateway: needsOf(architecture).gateway,
  signers: signersOf(architecture).length > 0,
  mtls: needsOf(architecture).mtls,
  functions: needsOf(architecture).functions,
  bundles: processesOf(architecture).length === 0 ? "build" : "build:functions",
  onlyFunctions: architecture.units.length > 0 && processesOf(architecture).length === 0,
  containers: inContainers(architecture),
  kubernetes: architecture.deploy.target === "kubernetes",
  shipped: processesOf(architecture).map((unit) => `\`${unit.name}\` (${scaleOf(unit, architecture).min} times)`).join(", "),
});

const serviceRows = (architecture: Architecture) => [
  ...(hasAccounts(architecture)
    ? [{ name: "accounts", says: "Credentials, tokens and the keys that sign them." }]
    : []),
  ...architecture.services.map((service) => ({
    name: service.name,
    says: service.description || service.entities.map((entity) => entity.name).join(", "),
  })),
];

const unitText = (unit: Unit): string =>
  unit.as === "gateway" ? "`gateway` lets requests in" : `\`${unit.name}\` hosts ${unit.services.join(", ")}`;

/** A role and a list that it may read, for the first request of a reader; the first list of all where no role may. */
const tokenExample = (architecture: Architecture) => {
  for (const role of architecture.auth.roles) {
    const granted = new Set(role.may.filter((grant) => grant.policy === null).flatMap((grant) => grant.operations));
    const path = lists(architecture).find((list) => granted.has(list.operation))?.path;
    if (path !== undefined) return { someRole: role.name, somePath: path };
  }
  return { someRole: architecture.auth.roles[0]?.name ?? "", somePath: "/openapi.json" };
};

const lists = (architecture: Architecture) =>
  architecture.services.filter((service) => isAsked(service, "rest")).flatMap((service) =>
    service.api.resources
      .filter((resource) => resource.actions.some((one) => one.action === "list"))
      .map((resource) => ({
        operation: `${service.name}.${resource.entity}.list`,
        path: resourcePath(service, { name: resource.entity }, architecture),
      })),
  );
