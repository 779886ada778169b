import type { Architecture, Unit } from "../../model/architecture.ts";
import { pascal, screaming } from "../../model/names.ts";
import { scaleOf } from "../deploy/scale.ts";
import { calledBy, secretsOfOtherWebhooks, settingsOf } from "../deploy/settings.ts";
import { brokerVariables } from "../platform/brokers.ts";
import { needsOf } from "../platform/needs.ts";
import { render } from "../render/index.ts";
import { type DeployedFunction, deployedFunctions, functionUnits } from "./deployed.ts";
import { type SubscriberQueue, subscriberQueues } from "./sqs.ts";

/** Seconds: API Gateway waits 30 at most. */
const TIMEOUT_S = 29;
/** As AWS advises for queues that run functions. */
const VISIBILITY_S = 6 * TIMEOUT_S;
/** Where the spec says nothing: a megabyte of code loads in half the time that it takes with the least. */
const DEFAULT_MEMORY_MIB = 512;

interface Setting {
  readonly name: string;
  /** A YAML value. */
  readonly value: string;
}

/** A variable that a parameter of the template fills. */
interface Given {
  readonly name: string;
  readonly parameter: string;
}

/** A logical id: letters and digits alone. */
const idOf = (name: string): string => pascal(name.replaceAll(/[._]/gu, "-").replace(/-fifo$/u, "Queue"));

/** The CloudFormation template of all functions, and of what runs them. */
export const templateFile = (architecture: Architecture): string => {
  const deployed = deployedFunctions(architecture);
  const queues = subscriberQueues(architecture);
  const functions = deployed.map((one) => functionView(one, deployed, queues, architecture));
  return render("serverless/deploy/functions.yaml.hbs", {
    description: architecture.description || architecture.name,
    stores: needsOf(architecture).stores,
    bundles: architecture.units.every((unit) => unit.as === "functions") ? "build" : "build:functions",
    timeout: TIMEOUT_S,
    visibility: VISIBILITY_S,
    secrets: unique(functions.flatMap((one) => one.secrets)),
    plain: unique(functions.flatMap((one) => one.given)),
    functions,
    queues: queues.map((queue) => ({ ...queue, id: queueId(queue), deadId: queue.deadName === null ? null : `${queueId(queue)}Dead` })),
  });
};

const unique = <Item extends { readonly parameter: string }>(items: readonly Item[]): readonly Item[] =>
  [...new Map(items.map((item) => [item.parameter, item])).values()].sort((a, b) => (a.parameter < b.parameter ? -1 : 1));

const queueId = (queue: SubscriberQueue): string => idOf(queue.name);

const functionView = (one: DeployedFunction, deployed: readonly DeployedFunction[], queues: readonly SubscriberQueue[], architecture: Architecture) => {
  const unit = functionUnits(architecture).find(({ name }) => name === one.folder);
  const callees = unit === undefined ? [] : calledBy(unit, architecture);
  const runs = deployed.filter((other) => other.answersCalls && callees.includes(other.folder));
  const published = unit === undefined ? [] : publishedBy(unit, architecture);
  const sends = queues.filter((queue) => queue.events.some((event) => published.includes(event)));
  const hears = queues.filter((queue) => one.hears.includes(queue.subscriber));
  const given = unit === undefined ? [] : givenTo(unit, architecture);
  const secrets = unit === undefined ? [] : secretsOf(one, unit, architecture);
  return {
    id: `${idOf(one.name)}Function`,
    name: one.name,
    folder: one.folder,
    handler: `index.${one.handler}`,
    memory: memoryOf(unit, architecture),
    reserved: reservedOf(unit, architecture),
    secrets,
    given,
    settings: unit === undefined ? [] : settingsView(secrets, runs, given, architecture),
    // Only a database is out of reach from outside.
    connected: unit !== undefined && needsOf(architecture).stores,
    runs: runs.map((other) => ({ name: other.name })),
    sends: sends.map((queue) => ({ id: queueId(queue) })),
    hears: hears.map((queue) => ({ id: queueId(queue) })),
    routes: one.routes.map((key) => ({ key, id: routeId(key) })),
    answers: one.routes.length > 0,
    tasks: one.tasks.map(({ task, everyMinutes }) => ({
      id: `${idOf(one.name)}${pascal(task)}`,
      task,
      rate: everyMinutes === 1 ? "rate(1 minute)" : `rate(${everyMinutes} minutes)`,
    })),
  };
};

const publishedBy = (unit: Unit, architecture: Architecture): readonly string[] =>
  architecture.services
    .filter((service) => unit.services.includes(service.name))
    .flatMap((service) => service.events.map((event) => `${service.name}.${event.name}`));

/** `GET /v1/orders/{id}` → `GetV1OrdersId` */
const routeId = (key: string): string => (key === "$default" ? "Default" : pascal(key.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-")));

const memoryOf = (unit: Unit | undefined, architecture: Architecture): number =>
  unit === undefined || unit.services.every((service) => architecture.deploy.scale.get(service)?.memoryBytes == null)
    ? DEFAULT_MEMORY_MIB
    : Math.max(128, scaleOf(unit, architecture).memoryMiB);

/** At most so many instances at once, where the spec says how many a service may have; null where it does not. */
const reservedOf = (unit: Unit | undefined, architecture: Architecture): number | null => {
  const most = (unit?.services ?? []).flatMap((service) => architecture.deploy.scale.get(service)?.max ?? []);
  return most.length === 0 ? null : Math.max(...most);
};

/** What lies in Secrets Manager: the function is told its ARN and reads it when it starts. */
const secretsOf = (one: DeployedFunction, unit: Unit, architecture: Architecture): readonly Given[] => {
  const { replicas, stores } = needsOf(architecture);
  const databases = unit.services.flatMap((service) => [
    ...(stores ? [`${screaming(service)}_DATABASE_URL`] : []),
    ...(replicas ? [`${screaming(service)}_DATABASE_REPLICA_URLS`] : []),
  ]);
  const told = unit.services.filter((service) => one.operation === null ? one.handler === "handler" : one.operation === `${service}.webhooks`);
  const known = [
    "DATABASE_URL",
    "DATABASE_REPLICA_URLS",
    "INTERNAL_PUBLIC_KEYS",
    ...brokerVariables(architecture).map(({ variable }) => variable),
    ...secretsOfOtherWebhooks(unit, told, architecture),
  ];
  const others = settingsOf(unit, architecture).secrets.filter((name) => !known.includes(name));
  return [...databases, ...others].map((name) => ({ name, parameter: `${pascal(name.toLowerCase())}SecretArn` }));
};

/** What is no secret, and is known to whoever deploys: public keys, and where processes answer. */
const givenTo = (unit: Unit, architecture: Architecture) => {
  const keys = settingsOf(unit, architecture).secrets.filter((name) => name === "INTERNAL_PUBLIC_KEYS");
  const processes = architecture.units.filter((one) => one.as === "process" && calledBy(unit, architecture).includes(one.name));
  return [...keys, ...processes.map(({ name }) => `${screaming(name)}_URL`)].map((name) => ({ name, parameter: pascal(name.toLowerCase()) }));
};

const settingsView = (
  secrets: readonly Given[],
  runs: readonly DeployedFunction[],
  given: readonly Given[],
  architecture: Architecture,
): readonly Setting[] => [
  { name: "NODE_ENV", value: "production" },
  ...(needsOf(architecture).stores ? [{ name: "DATABASE_POOLING", value: "transaction" }] : []),
  ...secrets.map(({ name, parameter }) => ({ name: `${name}_SECRET`, value: `!Ref ${parameter}` })),
  ...given.map(({ name, parameter }) => ({ name, value: `!Ref ${parameter}` })),
  ...runs.map((other) => ({ name: `${screaming(other.folder)}_URL`, value: `!Sub lambda:\${AWS::StackName}-${other.name}` })),
  ...(needsOf(architecture).events ? [{ name: "BROKER_URL", value: "!Sub https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}" }] : []),
];
