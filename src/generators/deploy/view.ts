import type { Architecture, Unit } from "../../model/architecture.ts";
import type { GenerateOptions } from "../options.ts";
import { CACHE_ADDRESS, brokerAddresses, brokerPorts, brokerSecrets, brokerServers } from "./brokers.ts";
import { IMAGES } from "./images.ts";
import { loginsOf } from "./logins.ts";
import { backupsView } from "./backups.ts";
import { scaleOf } from "./scale.ts";
import { clusterSecrets, preparedBy, secretNameOf } from "./secrets.ts";
import { integrationsInUse } from "../integrations.ts";
import { needsOf } from "../platform/needs.ts";
import { COLLECTOR_PORT, composedTelemetry, telemetryKeys, telemetrySettings } from "../platform/telemetry.ts";
import { ADMIN_PORT, CERTIFICATE_FOLDER, databaseName, functionsAskedBy, PORT, processesCalledBy, settingsOf } from "./settings.ts";
import { processesOf } from "../shipped.ts";
import { graceSeconds } from "../stopping.ts";
import { databaseAddress, type DatabaseHosts, namesDatabase, ownerOf, replicaNumbers, type Visitor } from "./visitors.ts";

/** Connections of a service in one process: its pool, and those for locks and notifications. */
export const CONNECTIONS_OF_A_SERVICE = 12;
const CONNECTIONS_BESIDE = 20;
const POSTGRES_DEFAULT_CONNECTIONS = 100;
/** Of changes, to those who follow. */
const POSTGRES_DEFAULT_SENDERS = 10;

/** As package.json says it. */
const VERSION = "0.1.0";

/** What a request may take, in seconds, before the one in front gives up; the server's own limit is 30. */
const PROXY_SECONDS = 35;

const imageOf = (unit: Unit, architecture: Architecture): string =>
  unit.name === architecture.name ? unit.name : `${architecture.name}-${unit.name}`;

/** Databases as the compose file calls them. */
const replicaHost = (number: number): string => `postgres-replica-${number}`;
const COMPOSED: DatabaseHosts = { primary: "postgres", replica: replicaHost };

/** A secret as the compose file says it: the address of a database is made of a password. */
const composed = (secret: string, architecture: Architecture, visitor: Visitor = ownerOf(architecture)): string =>
  brokerAddresses(architecture).get(secret) ??
  (secret === "CACHE_URL" ? CACHE_ADDRESS : databaseAddress(secret, visitor, COMPOSED, architecture)) ??
  `\${${secret}:?set it in deploy/.env}`;

const HOW_OF_AWS = "Of a user of AWS who may do no more than the units: send to and take from their queues, run the functions that they call.";

const HOW: ReadonlyMap<string, string> = new Map([
  ["ACCOUNTS_KEY", "openssl rand -base64 32"],
  ["MAIL_FROM", "Who mails are from, in quotes, so that a shell reads it too: 'Shop <no-reply@shop.example>'"],
  ["PUBLIC_URL", "Where the application's pages are, to which mails lead: /reset-password and /verify-email, with a token after the #"],
  ["SMTP_URL", "'smtps://user:password@mail.example', in quotes, or 'smtp://…' where the server takes STARTTLS"],
  ["ENCRYPTION_KEYS", "A name and 32 bytes, as 2026=$(openssl rand -base64 32). Without it nobody reads the encrypted data again."],
]);

const howToMake = (secret: string, architecture: Architecture): string => {
  const integration = integrationsInUse(architecture).find(({ auth }) => auth?.secret === secret);
  if (integration !== undefined) return `As ${integration.name} gave it to you${integration.auth?.scheme === "basic" ? ": user:password" : ""}.`;
  const sender = architecture.integrations.find(({ webhooks }) => webhooks?.secret === secret);
  if (sender !== undefined) return `By which ${sender.name} signs what it sends to /webhooks/${sender.name}.`;
  return HOW.get(secret) ?? "As `npm run keys` prints it.";
};

/** By which clients of AWS know where and as whom they ask; elsewhere than in Compose the platform has something better than keys. */
const AWS_VARIABLES = ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

const usesSqs = ({ queues }: Architecture): boolean => queues.some((queue) => queue.broker === "sqs");

/** Whether a process sends to queues of AWS, or runs functions there. */
const asksAws = (unit: Unit, architecture: Architecture): boolean =>
  unit.services.length > 0 && (usesSqs(architecture) || functionsAskedBy(unit, architecture).length > 0);

const unitView = (unit: Unit, architecture: Architecture) => {
  const scale = scaleOf(unit, architecture);
  const { plain, secrets } = settingsOf(unit, architecture);
  const functions = functionsAskedBy(unit, architecture);
  const login = loginsOf(architecture).find((one) => one.unit === unit.name);
  return {
    name: unit.name,
    image: imageOf(unit, architecture),
    ...scale,
    scales: scale.max > scale.min,
    plain,
    secrets,
    secretName: secretNameOf(unit.name),
    variables: [
      ...secrets.map((name) => ({ name, value: composed(name, architecture, login) })),
      ...plain,
      ...composedTelemetry(architecture),
      ...(asksAws(unit, architecture) ? AWS_VARIABLES.map((name) => ({ name, value: composed(name, architecture) })) : []),
      ...functions.map(({ name, key }) => ({ name, value: composed(key, architecture) })),
    ],
    public: unit === processesOf(architecture)[0],
    calls: processesCalledBy(unit, architecture),
    functions,
    callers: processesOf(architecture)
      .filter((other) => processesCalledBy(other, architecture).includes(unit.name))
      .map((other) => other.name),
  };
};

/** On which mail servers take mail: between servers, from clients over TLS and with STARTTLS, and where a provider's 25 is closed. */
const SMTP_PORTS = [25, 465, 587, 2525];
const HTTPS_PORT = 443;

/** The port of a URL that need not say it. */
const portOf = (url: string): number => {
  if (!URL.canParse(url)) return HTTPS_PORT;
  const { port, protocol } = new URL(url);
  return port === "" ? (protocol === "http:" ? 80 : HTTPS_PORT) : Number(port);
};

/** To which a cluster lets its processes out, besides names and the database. */
const outsidePortsOf = (architecture: Architecture, callsFunctions: boolean): readonly number[] => {
  const { oidc, mails, otlp } = needsOf(architecture);
  const ports = [
    ...brokerPorts(architecture),
    ...(callsFunctions ? [HTTPS_PORT] : []),
    ...(otlp ? [COLLECTOR_PORT] : []),
    ...(oidc ? [portOf(architecture.auth.oidc?.issuer ?? "")] : []),
    ...(mails ? SMTP_PORTS : []),
    ...integrationsInUse(architecture).map(({ baseUrl }) => portOf(baseUrl)),
  ];
  return [...new Set(ports)];
};

/** Databases that follow the one; none where nothing is stored. */
const replicasView = (architecture: Architecture) => {
  const numbers = needsOf(architecture).replicas ? replicaNumbers(architecture) : [];
  return {
    replicas: numbers.map(replicaHost),
    replicaHosts: numbers.map((number) => `DATABASE_REPLICA_${number}_HOST`).join(", "),
    senders: POSTGRES_DEFAULT_SENDERS + numbers.length,
  };
};

/** Everything that a file under `deploy/` may ask for. */
export const deployView = (architecture: Architecture, options: GenerateOptions) => {
  const units = processesOf(architecture).map((unit) => unitView(unit, architecture));
  const connections = processesOf(architecture).reduce(
    (sum, unit) => sum + scaleOf(unit, architecture).max * unit.services.length * CONNECTIONS_OF_A_SERVICE,
    CONNECTIONS_BESIDE,
  );
  const [first] = units;
  const brokers = brokerAddresses(architecture);
  const secrets = [...new Set(units.flatMap((unit) => unit.secrets))].sort();
  const functions = [...new Map(units.flatMap((unit) => unit.functions).map(({ key, how }) => [key, how]))];
  return {
    name: architecture.name,
    stores: needsOf(architecture).stores,
    database: databaseName(architecture),
    images: IMAGES,
    port: PORT,
    adminPort: ADMIN_PORT,
    units,
    first: first?.name ?? "",
    keys: [
      ...secrets.filter((secret) => secret !== "CACHE_URL" && !namesDatabase(secret) && !brokers.has(secret)).map((name) => ({ name, how: howToMake(name, architecture) })),
      ...brokerSecrets(architecture).map(({ name, value }) => ({ name, how: value })),
      ...functions.map(([name, how]) => ({ name, how })),
      ...telemetryKeys(architecture),
      ...(processesOf(architecture).some((unit) => asksAws(unit, architecture)) ? AWS_VARIABLES.map((name) => ({ name, how: HOW_OF_AWS })) : []),
    ],
    logins: loginsOf(architecture),
    mtls: needsOf(architecture).mtls,
    telemetry: telemetrySettings(architecture),
    certificateFolder: CERTIFICATE_FOLDER,
    brokers: brokerServers(architecture),
    outsidePorts: outsidePortsOf(architecture, functions.length > 0),
    carriers: brokers.size > 0 || needsOf(architecture).cacheShared,
    prepared: preparedBy(architecture).map((name) => ({ name, value: composed(name, architecture) })),
    awsOfMigrate: (usesSqs(architecture) ? AWS_VARIABLES : []).map((name) => ({ name, value: composed(name, architecture) })),
    clusterSecrets: clusterSecrets(architecture),
    // Where something outside is asked: other people's systems, and brokers that are not run here.
    outbound: needsOf(architecture).integrations || needsOf(architecture).cacheShared || needsOf(architecture).oidc || needsOf(architecture).mails || needsOf(architecture).otlp || functions.length > 0 || [...brokers.values()].some((address) => address.startsWith("${")),
    ...replicasView(architecture),
    connections: Math.max(POSTGRES_DEFAULT_CONNECTIONS, connections),
    bodyLimit: architecture.api.bodyLimitBytes,
    proxySeconds: PROXY_SECONDS,
    graceSeconds: graceSeconds(architecture),
    backups: needsOf(architecture).stores ? backupsView(architecture) : null,
    volumes: needsOf(architecture).stores || brokerServers(architecture).length > 0,
    version: VERSION,
    localKeybeam: options.keybeam.startsWith("file:"),
  };
};

export type DeployView = ReturnType<typeof deployView>;
