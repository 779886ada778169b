import type { Architecture } from "../../model/architecture.ts";
import type { BrokerName } from "../../model/queue.ts";
import { arrayOf, callOf, line, objectOf } from "../service/code/layout.ts";

interface Adapter {
  readonly name: BrokerName;
  readonly example: string;
  readonly pascal: string;
  /** What the URL of such a server begins with. */
  readonly protocols: readonly string[];
  /** The shortest time for which its tests can ask it to keep messages, as source; Infinity where it deletes in its own time. */
  readonly shortestRetentionMs: string;
}

const ADAPTERS: readonly Adapter[] = [
  { name: "kafka", example: "kafka://127.0.0.1:9092", pascal: "Kafka", protocols: ["kafka:", "kafka+ssl:"], shortestRetentionMs: "Number.POSITIVE_INFINITY" },
  { name: "nats", example: "nats://user:password@127.0.0.1:4222", pascal: "Nats", protocols: ["nats:", "tls:"], shortestRetentionMs: "100" },
  { name: "rabbitmq", example: "amqp://user:password@127.0.0.1:5672", pascal: "Rabbitmq", protocols: ["amqp:", "amqps:"], shortestRetentionMs: "1" },
  { name: "redis", example: "redis://user:password@127.0.0.1:6379", pascal: "Redis", protocols: ["redis:", "rediss:"], shortestRetentionMs: "1" },
  { name: "sqs", example: "https://sqs.eu-central-1.amazonaws.com", pascal: "Sqs", protocols: ["https:", "http:"], shortestRetentionMs: "60_000" },
];

/** The brokers that the queues of a spec name, besides the embedded one. */
export const externalBrokers = (architecture: Architecture): readonly Adapter[] =>
  ADAPTERS.filter(({ name }) => architecture.queues.some((queue) => queue.broker === name));

/** Which brokers some queue uses. */
export const brokerNeeds = ({ queues }: Architecture) => {
  const uses = (...names: readonly BrokerName[]): boolean => queues.some((queue) => names.includes(queue.broker));
  return {
    externalBrokers: queues.some((queue) => queue.broker !== "embedded"),
    redis: uses("redis"),
    rabbitmq: uses("rabbitmq"),
    nats: uses("nats"),
    kafka: uses("kafka"),
    sqs: uses("sqs"),
    lanes: uses("rabbitmq", "nats", "kafka"),
  };
};

const usesEmbedded = (architecture: Architecture): boolean =>
  architecture.queues.some((queue) => queue.broker === "embedded");

/** The variable that says where a broker answers: `BROKER_URL` where there is one, else each has its own. */
export const brokerVariables = (architecture: Architecture): readonly (Adapter & { readonly variable: string })[] => {
  const external = externalBrokers(architecture);
  const alone = external.length === 1 && !usesEmbedded(architecture);
  return external.map((one) => ({ ...one, variable: alone ? "BROKER_URL" : `${one.name.toUpperCase()}_URL` }));
};

/** What `.env.example` says of them. */
export const brokerSettings = (architecture: Architecture) => ({
  embedded: usesEmbedded(architecture),
  brokers: brokerVariables(architecture).map(({ name, variable, example }) => {
    const queues = architecture.queues.filter((queue) => queue.broker === name).map((queue) => queue.name);
    return { name, variable, example, queues: queues.join(", ") };
  }),
});

/** The tables of `brokers.ts`, and what `config.ts` reads. */
export const brokerTables = (architecture: Architecture) => {
  const variables = brokerVariables(architecture);
  const embedded = usesEmbedded(architecture);
  const names = [...(embedded ? ["embedded"] : []), ...variables.map(({ name }) => name)].map((name) => JSON.stringify(name));
  const all = [...(embedded ? [["embedded", JSON.stringify("BROKER_URL")] as const] : []), ...variables.map(({ name, variable }) => [name, JSON.stringify(variable)] as const)];
  return {
    names: `export type BrokerName = ${names.join(" | ")};`,
    adapters: line(0, "const adapters: Readonly<Record<BrokerName, Adapter>> = ", objectOf([
      ...(embedded ? [["embedded", "embedded"] as const] : []),
      ...variables.map(({ name, pascal }) => [name, objectOf([["open", `create${pascal}Broker`], ["prepare", `prepare${pascal}`]])] as const),
    ]), ";"),
    variables: line(0, "const VARIABLES: Readonly<Record<BrokerName, string>> = ", objectOf(all), ";"),
    urls: line(2, "return ", objectOf([
      ...(embedded ? [["embedded", callOf("read.url", ['"BROKER_URL"', "DATABASE_PROTOCOLS", "standIn"])] as const] : []),
      ...variables.map(({ name, variable, protocols }) =>
        [name, callOf("server", [JSON.stringify(variable), arrayOf(protocols.map((one) => JSON.stringify(one)))])] as const),
    ]), ";"),
    unset: `${variables[0]?.variable} is not set`,
    /** What carries an event that no queue names. */
    standard: embedded ? "embedded" : (variables[0]?.name ?? "embedded"),
    embedded,
    external: variables.map(({ name, pascal, variable, protocols, shortestRetentionMs }) => ({ name, pascal, upper: name.toUpperCase(), movable: name !== "kafka", shortestRetentionMs, variable, protocols: protocols.map((one) => JSON.stringify(one)).join(", ") })),
  };
};
