import type { Architecture } from "../../model/architecture.ts";
import { brokerVariables } from "../platform/brokers.ts";
import { sharesCache } from "../platform/cache.ts";
import { databaseName, type Setting } from "./settings.ts";

/** A server of a broker as the compose file has it. */
interface BrokerServer {
  readonly image: string;
  readonly address: (name: string) => string;
  /** As flow sequences of YAML. */
  readonly command: string | null;
  readonly health: string;
  readonly data: string;
  readonly environment: (name: string) => readonly Setting[];
}

const PASSWORD = "BROKER_PASSWORD";
const nothing = (): readonly Setting[] => [];

/** Those that are run beside the system; others, as SQS, are somebody's own, and their address is asked for. */
const SERVERS: Readonly<Record<string, BrokerServer>> = {
  nats: {
    image: "nats:2.11.0-alpine",
    address: () => "nats://nats:4222",
    command: '["--jetstream", "--store_dir", "/data", "--http_port", "8222"]',
    health: '[CMD, wget, --quiet, --spider, "http://127.0.0.1:8222/healthz"]',
    data: "/data",
    environment: nothing,
  },
  rabbitmq: {
    image: "rabbitmq:4.1.0",
    address: (name) => `amqp://${name}:\${${PASSWORD}}@rabbitmq:5672`,
    command: null,
    health: "[CMD, rabbitmq-diagnostics, --quiet, check_running]",
    data: "/var/lib/rabbitmq",
    environment: (name) => [
      { name: "RABBITMQ_DEFAULT_USER", value: name },
      { name: "RABBITMQ_DEFAULT_PASS", value: `\${${PASSWORD}:?set it in deploy/.env}` },
    ],
  },
  redis: {
    image: "redis:7.4.2",
    address: () => "redis://redis:6379",
    command: '[redis-server, --appendonly, "yes"]',
    health: "[CMD, redis-cli, ping]",
    data: "/data",
    environment: nothing,
  },
};

/** Where clients of each broker connect to. */
const PORTS: Readonly<Record<string, readonly number[]>> = { kafka: [9092], nats: [4222], rabbitmq: [5672, 5671], redis: [6379], sqs: [443] };

export const brokerPorts = (architecture: Architecture): readonly number[] => [...brokerVariables(architecture).map(({ name }) => name), ...(sharesCache(architecture) ? ["redis"] : [])].flatMap((name) => PORTS[name] ?? []);

/** The servers that the compose file runs for the queues of a spec. */
export const brokerServers = (architecture: Architecture) =>
  [...brokerVariables(architecture).flatMap(({ name }) => {
    const server = SERVERS[name];
    return server === undefined ? [] : [{ ...server, name, environment: server.environment(databaseName(architecture)) }];
  }), ...(sharesCache(architecture) ? [CACHE] : [])];

/** The server that the compose file runs for what all instances keep: what is lost with it is read again. */
const CACHE = {
  name: "redis-cache",
  image: "redis:7.4.2",
  command: '[redis-server, --save, "", --maxmemory, 256mb, --maxmemory-policy, allkeys-lru]',
  health: "[CMD, redis-cli, ping]",
  data: "/data",
  environment: nothing(),
};

export const CACHE_ADDRESS = "redis://redis-cache:6379";

/** The variable of each broker, with its address as the compose file says it. */
export const brokerAddresses = (architecture: Architecture): ReadonlyMap<string, string> =>
  new Map(
    brokerVariables(architecture).map(({ name, variable }) => [
      variable,
      SERVERS[name]?.address(databaseName(architecture)) ?? `\${${variable}:?set it in deploy/.env}`,
    ]),
  );

/** What `deploy/.env` must say for the brokers. */
export const brokerSecrets = (architecture: Architecture): readonly Setting[] => {
  const variables = brokerVariables(architecture);
  const elsewhere = variables.filter(({ name }) => SERVERS[name] === undefined);
  const ofCluster = architecture.deploy.target === "kubernetes" ? variables.filter(({ name }) => SERVERS[name] !== undefined) : [];
  return [
    ...(variables.some(({ name }) => name === "rabbitmq") ? [{ name: PASSWORD, value: "Only letters and digits: openssl rand -hex 32" }] : []),
    ...ofCluster.map(({ name, variable, example }) => ({ name: variable, value: `Where ${name} answers the cluster, as '${example}'; Compose runs one of its own.` })),
    ...(sharesCache(architecture) && architecture.deploy.target === "kubernetes" ? [{ name: "CACHE_URL", value: "Where the Redis of the cache answers the cluster, as 'redis://user:password@127.0.0.1:6379'; Compose runs one of its own." }] : []),
    ...elsewhere.map(({ name, variable }) => ({ name: variable, value: `Where ${name} answers.` })),
  ];
};
