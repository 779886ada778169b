import type { Architecture } from "../../model/architecture.ts";
import { emulatedUnits, endpointsOf } from "../endpoints.ts";
import { screaming, snake, typescriptString } from "../render/index.ts";
import { arrayOf, callOf, line, objectOf } from "../service/code/layout.ts";
import { sealingServices } from "../sealed.ts";
import { sensitiveFields } from "../sensitive.ts";
import { numberText } from "../service/methods.ts";
import { patienceMs, statementMs } from "../stopping.ts";
import { brokerTables } from "./brokers.ts";
import { cacheTable, cachingServices } from "./cache.ts";
import { callerTable, homesTable } from "./callers.ts";
import { databaseUrls } from "./databases.ts";
import { restrictedTable } from "./fields.ts";
import { grantTables } from "./grants.ts";
import { fakesTable, sendersTable, systemsTable } from "./integrations.ts";
import { limitTable } from "./limits.ts";
import { queueTables } from "./queues.ts";
import { needsOf, type PlatformNeeds } from "./needs.ts";
import { telemetryView } from "./telemetry.ts";

/** What listens on a port of its own, in the order of the ports: the gateway is the first. */
const listening = (architecture: Architecture): readonly string[] => endpointsOf(architecture).map((one) => one.name);

const hostsTable = (architecture: Architecture): string => {
  const hosts = endpointsOf(architecture).flatMap(({ name, services }) => services.map((service) => [service, JSON.stringify(name)] as const));
  const sorted = [...hosts].sort(([a], [b]) => (a < b ? -1 : 1));
  return line(0, "const HOSTS: Readonly<Record<string, string>> = ", objectOf(sorted), ";");
};

const databaseVariables = (architecture: Architecture): string => {
  const services = architecture.units.flatMap((unit) => unit.services).sort();
  const names = ["DATABASE_URL", ...services.map((service) => `${screaming(service)}_DATABASE_URL`)];
  return line(0, "const DATABASE_VARIABLES = ", arrayOf(names.map((name) => JSON.stringify(name))), ";");
};

/** The unit that lets requests in; empty where there is but one. */
export const gatewayOf = ({ units }: Architecture): string => units.find((unit) => unit.as === "gateway")?.name ?? "";

const unitProtocols = ({ mtls, functions }: PlatformNeeds): string => {
  if (mtls) return '["https:"]';
  return functions ? '["http:", "https:", "lambda:"]' : '["http:", "https:"]';
};

/** What pages of other origins may send. */
const allowedHeaders = (needs: PlatformNeeds): string => {
  const names = ["authorization", "content-type", "if-match", "if-none-match", "idempotency-key", ...(needs.headerVersions ? ["api-version"] : [])];
  return line(4, "allowedHeaders: ", arrayOf(names.map((name) => JSON.stringify(name))), ",");
};

const versionTable = ({ services }: Architecture): string =>
  line(0, "const VERSIONS: ReadonlyMap<string, string> = ", callOf("new Map", [
    arrayOf(services.map(({ name, api }) => arrayOf([JSON.stringify(name), JSON.stringify(api.version)]))),
  ]), ";");

const stylesTable = ({ services }: Architecture): string =>
  line(0, "const STYLES: ReadonlyMap<string, readonly string[]> = ", callOf("new Map", [
    arrayOf(services.map(({ name, api }) => arrayOf([JSON.stringify(name), arrayOf(api.styles.map((style) => JSON.stringify(style)))]))),
  ]), ";");

/** What pages of other origins may read of an answer. */
const exposedHeaders = (needs: PlatformNeeds): string => {
  const names = [
    ...["etag", "location", "retry-after", "x-request-id"],
    ...(needs.headerVersions ? ["api-version"] : []),
    ...(needs.deprecated ? ["deprecation", "link", "sunset"] : []),
    ...(needs.limits ? ["ratelimit", "ratelimit-policy"] : []),
  ];
  return line(4, "exposedHeaders: ", arrayOf(names.sort().map((name) => JSON.stringify(name))), ",");
};

/** Whom a process asks whether it is ready. */
const checksOf = ({ stores, remote, integrations }: PlatformNeeds): string => {
  const parts = [
    ...(stores ? ["[...databases.values()].map((one) => one.check)"] : []),
    ...(remote ? ["units.checks()"] : []),
    ...(integrations ? ["outside.checks"] : []),
  ];
  return parts.length === 1 ? parts.join("") : `[${parts.map((part) => `...${part}`).join(", ")}]`;
};

/** What a platform holds open is looked after and closed; what it counts needs the metrics. */
const heldView = (needs: PlatformNeeds) => ({
  urls: needs.stores || needs.outbound || needs.cacheShared,
  held: needs.stores || needs.outbound,
  checks: checksOf(needs),
  closes: needs.stores || needs.mtls,
  measured: needs.stores || needs.calls,
});

const apiView = (architecture: Architecture, needs: PlatformNeeds) => ({
  bodyLimit: architecture.api.bodyLimitBytes,
  cors: architecture.api.cors,
  exposedHeaders: exposedHeaders(needs),
  allowedHeaders: allowedHeaders(needs),
  versionTable: versionTable(architecture),
  stylesTable: stylesTable(architecture),
  rpcVisibility: needs.rpc && needs.visibility,
  versionedOperation: `${architecture.services[0]?.name ?? ""}.read`,
  someVersion: architecture.services[0]?.api.version ?? "",
});

const tokenView = ({ auth }: Architecture) => ({
  issuer: auth.oidc?.issuer ?? "",
  audience: auth.oidc?.audience ?? "",
  algorithm: auth.tokens.algorithm,
  signedByEdDsa: auth.tokens.algorithm === "EdDSA",
  signedByEc: auth.tokens.algorithm === "ES256",
  signedByRsa: auth.tokens.algorithm === "RS256",
  accessSeconds: Math.floor(auth.tokens.accessMs / 1000),
});

/** Everything that a template of the platform may ask for. */
export const viewOf = (architecture: Architecture) => {
  const needs = needsOf(architecture);
  const units = listening(architecture);
  const unitConfig = needs.remote || needs.accounts || needs.functions || needs.outside;
  return {
    ...needs,
    system: snake(architecture.name),
    patienceMs: numberText(patienceMs(architecture)),
    statementMs: numberText(statementMs(architecture)),
    title: architecture.name,
    sentText: telemetryView(architecture).sentText,
    description: architecture.description,
    // Before a text that does not fit on the line of its name the formatter breaks.
    breaks: `const DESCRIPTION = ${typescriptString(architecture.description)};`.length > 120 ? "\n  " : " ",
    ...heldView(needs),
    ...apiView(architecture, needs),
    sealing: line(0, "const SEALING = ", arrayOf(sealingServices(architecture).map((name) => JSON.stringify(name))), ";"),
    rotateKeysMs: numberText(architecture.encryption.rotateMs),
    // The keys of fields that are sealed, mails that are due, erasures that are to be finished.
    asksBeside: needs.sealed || needs.mails || needs.ownData,
    secrets: needs.sealed || needs.accounts || needs.remote,
    lists: needs.limits || needs.replicas,
    schemas: needs.outbox || needs.idempotency || needs.replicas,
    abilities: needs.outbox || needs.idempotency,
    madeNames: needs.outbox || needs.roles,
    besides: needs.events || needs.ownDatabases,
    // Some URL has a default; where each service has a database of its own the broker's is found as theirs are.
    urlFallback: needs.integrations || needs.remote || needs.oidc || needs.mails || needs.externalBrokers || (needs.events && !needs.ownDatabases),
    units: listening(architecture),
    severalUnits: units.length > 1,
    nameWidth: Math.max(0, ...[...units, ...architecture.units.map(({ name }) => name)].map((name) => name.length)),
    hosts: hostsTable(architecture),
    emulated: emulatedUnits(architecture),
    gatewayUnit: gatewayOf(architecture),
    accountsUnit: architecture.units.find((unit) => unit.services.includes("accounts"))?.name ?? "",
    databaseVariables: databaseVariables(architecture),
    unitConfig,
    bareServer: needs.functions || needs.gateway,
    unitProtocols: unitProtocols(needs),
    databaseUrls: databaseUrls(architecture, needs.events),
    queueTables: queueTables(architecture),
    brokerTables: brokerTables(architecture),
    grantTables: grantTables(architecture),
    limitTable: limitTable(architecture),
    cacheTable: cacheTable(architecture),
    caching: line(0, "const CACHING = ", arrayOf(cachingServices(architecture).map((name) => JSON.stringify(name))), ";"),
    restrictedTable: restrictedTable(architecture),
    callerTable: callerTable(architecture),
    systems: systemsTable(architecture),
    senders: sendersTable(architecture),
    fakes: fakesTable(architecture),
    homes: homesTable(architecture),
    sensitiveFields: line(0, "const SENSITIVE: ReadonlySet<string> = ", callOf("new Set", [arrayOf(sensitiveFields(architecture).map((name) => JSON.stringify(name)))]), ";"),
    sensitiveField: sensitiveFields(architecture)[0] ?? "",
    ...tokenView(architecture),
  };
};

export type PlatformView = ReturnType<typeof viewOf>;
