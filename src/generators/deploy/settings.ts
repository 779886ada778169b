import type { Architecture, Unit } from "../../model/architecture.ts";
import { brokerVariables } from "../platform/brokers.ts";
import { callersOf, integrationsInUse, tellingIntegrations } from "../integrations.ts";
import { cachingServices, sharesCache } from "../platform/cache.ts";
import { needsOf } from "../platform/needs.ts";
import { ownDataHolders } from "../privacy.ts";
import { seals } from "../sealed.ts";
import { screaming, snake } from "../render/index.ts";
import { processesOf } from "../shipped.ts";

/** Where units answer one another, and where health and metrics are. */
export const PORT = 3000;
export const ADMIN_PORT = 9464;

export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** What a unit reads from its environment: plain values, and the names of secrets. */
export interface Settings {
  readonly plain: readonly Setting[];
  readonly secrets: readonly string[];
}

/** It hosts no service. */
const isGateway = (unit: Unit): boolean => unit.services.length === 0;

export const databaseName = (architecture: Architecture): string => snake(architecture.name);

/** Services that those of a unit call by contract; `accounts` asks the others for what they hold about users. */
const targetsOf = ({ services }: Unit, architecture: Architecture): readonly string[] => [
  ...architecture.services.filter(({ name }) => services.includes(name)).flatMap(({ calls }) => calls.map(({ target }) => target)),
  ...(services.includes("accounts") ? ownDataHolders(architecture) : []),
];

/** Other units that host one of these services. */
const hostsOf = (targets: readonly string[], unit: Unit, { units }: Architecture): readonly Unit[] =>
  units.filter((one) => one !== unit && one.services.some((service) => targets.includes(service)));

/** Units whose services this one calls by contract. */
const calleesOf = (unit: Unit, architecture: Architecture): readonly Unit[] => hostsOf(targetsOf(unit, architecture), unit, architecture);

/** Units that call others, each under a key of its own. */
export const signersOf = (architecture: Architecture): readonly string[] =>
  architecture.units.filter((unit) => calleesOf(unit, architecture).length > 0).map((unit) => unit.name);

/** The key by which a unit signs its calls, and those by which it knows who calls it. */
const keysOf = (unit: Unit, architecture: Architecture): readonly string[] => [
  ...(signersOf(architecture).includes(unit.name) ? [`${screaming(unit.name)}_PRIVATE_KEY`] : []),
  ...(architecture.units.some((one) => calleesOf(one, architecture).includes(unit)) ? ["INTERNAL_PUBLIC_KEYS"] : []),
];

/** Units that this one calls: those of called services, and the one that publishes the keys of tokens; the gateway calls all. Sorted. */
export const calledBy = (unit: Unit, architecture: Architecture): readonly string[] => {
  if (isGateway(unit)) return processesOf(architecture).filter((one) => one !== unit).map((one) => one.name).sort();
  const keys = needsOf(architecture).accounts ? ["accounts"] : [];
  return hostsOf([...targetsOf(unit, architecture), ...keys], unit, architecture).map(({ name }) => name).sort();
};

export const processesCalledBy = (unit: Unit, architecture: Architecture): readonly string[] => {
  const processes = processesOf(architecture).map(({ name }) => name);
  return calledBy(unit, architecture).filter((name) => processes.includes(name));
};

/** A unit of functions that a process asks. Where it answers is known once it is deployed, so whoever deploys says it. */
interface Deployed {
  /** As the process reads it. */
  readonly name: string;
  /** As `deploy/.env` or the Secret says it: the gateway asks the HTTP API, other units run the function itself. */
  readonly key: string;
  readonly how: string;
}

export const functionsAskedBy = (unit: Unit, architecture: Architecture): readonly Deployed[] => {
  const called = calledBy(unit, architecture);
  const asked = architecture.units.filter((one) => one.as === "functions" && (isGateway(unit) || called.includes(one.name)));
  return asked.map((one) => {
    const name = `${screaming(one.name)}_URL`;
    return isGateway(unit)
      ? { name, key: name, how: `Where ${one.name} answers: the output Url of deploy/functions.yaml.` }
      : { name, key: `${screaming(one.name)}_FUNCTION`, how: `The function of ${one.name} that other units run: lambda:STACK-${one.name}` };
  });
};

/** Where requests are counted, for whoever counts them: the gateway, or functions; a single process counts in its own database. */
export const countsApart = (unit: Unit, architecture: Architecture): boolean => {
  const { limits, limitsHere, ownDatabases } = needsOf(architecture);
  return limits && ownDatabases && (limitsHere || isGateway(unit));
};

/** Before whoever lets requests in stands a proxy of the same private network. */
const proxiesOf = (unit: Unit, architecture: Architecture): readonly Setting[] =>
  needsOf(architecture).limits && unit === processesOf(architecture)[0] ? [{ name: "TRUSTED_PROXIES", value: "uniquelocal" }] : [];

/** Where a container finds its unit's certificate. */
const certificateFiles = (folder: string): readonly Setting[] => [
  { name: "TLS_CERT_FILE", value: `${folder}/tls.crt` },
  { name: "TLS_KEY_FILE", value: `${folder}/tls.key` },
  { name: "TLS_CA_FILE", value: `${folder}/ca.crt` },
];

/** Where Compose and Kubernetes put it; Compose's own place for secrets. */
export const CERTIFICATE_FOLDER = "/run/secrets";

const urlOf = (unit: string, { mtls }: { readonly mtls: boolean }): string => `${mtls ? "https" : "http"}://${unit}:${PORT}`;

export const settingsOf = (unit: Unit, architecture: Architecture): Settings => ({
  plain: [
    ...processesCalledBy(unit, architecture).map((name) => ({ name: `${screaming(name)}_URL`, value: urlOf(name, needsOf(architecture)) })),
    ...proxiesOf(unit, architecture),
    ...(needsOf(architecture).mtls ? certificateFiles(CERTIFICATE_FOLDER) : []),
  ],
  secrets: [
    ...(isGateway(unit) ? [] : secretsOf(unit, architecture)),
    ...(countsApart(unit, architecture) ? ["LIMITS_URL"] : []),
  ],
});

/** How mails go out: no default is good for production. */
const MAIL_VARIABLES = ["MAIL_FROM", "PUBLIC_URL", "SMTP_URL"];

/** What these services show to other people's systems. */
const shownSecrets = (services: readonly string[], architecture: Architecture): readonly string[] =>
  integrationsInUse(architecture)
    .filter((one) => callersOf(one, architecture).some((service) => services.includes(service)))
    .flatMap(({ auth }) => auth?.secret ?? []);

/** By which other people's systems sign what they tell these services. */
const signingSecrets = (services: readonly string[], architecture: Architecture): readonly string[] =>
  architecture.services
    .filter(({ name }) => services.includes(name))
    .flatMap((service) => tellingIntegrations(service, architecture))
    .flatMap(({ webhooks }) => webhooks?.secret ?? []);

/** What this unit shows to other people's systems, and what they sign with. */
const integrationSecrets = ({ services }: Unit, architecture: Architecture): readonly string[] =>
  [...new Set([...shownSecrets(services, architecture), ...signingSecrets(services, architecture)])];

/** Secrets of a unit that are for nothing but the webhooks of services other than these. */
export const secretsOfOtherWebhooks = ({ services }: Unit, told: readonly string[], architecture: Architecture): readonly string[] => {
  const needed = [...shownSecrets(services, architecture), ...signingSecrets(told, architecture)];
  return signingSecrets(services, architecture).filter((name) => !needed.includes(name));
};

const secretsOf = (unit: Unit, architecture: Architecture): readonly string[] => [
  ...(unit.services.includes("accounts") ? ["ACCOUNTS_KEY", ...(needsOf(architecture).mails ? MAIL_VARIABLES : [])] : []),
  ...(needsOf(architecture).stores ? ["DATABASE_URL"] : []),
  ...(needsOf(architecture).replicas ? ["DATABASE_REPLICA_URLS"] : []),
  ...integrationSecrets(unit, architecture),
  ...(sharesCache(architecture) && cachingServices(architecture).some((name) => unit.services.includes(name)) ? ["CACHE_URL"] : []),
  ...(architecture.services.some((service) => unit.services.includes(service.name) && seals(service)) ? ["ENCRYPTION_KEYS"] : []),
  ...brokerVariables(architecture).map(({ variable }) => variable),
  ...keysOf(unit, architecture),
];
