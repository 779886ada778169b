import type { Architecture, Unit } from "../../model/architecture.ts";
import { camel, kebab, pascal } from "../../model/names.ts";
import { keepsCalls, needsOf } from "../platform/needs.ts";
import { runsByClock } from "../retention.ts";
import { functionName } from "../service/names.ts";
import { type PublicRoute, publicRoutes } from "./routes.ts";

/** One function of the cloud: the code that it runs, and what makes it run. */
export interface DeployedFunction {
  /** Unique in the system: `orders`, or `orders-create-order` where functions are cut by operation. */
  readonly name: string;
  /** The unit whose code it is; the front is a folder of its own. */
  readonly folder: string;
  /** What the composition root exports for it. */
  readonly handler: string;
  /** Null for a function that does all that its unit does. */
  readonly operation: string | null;
  /** Keys of routes as an HTTP API has them. */
  readonly routes: readonly string[];
  /** Whether the calls of other services come here. */
  readonly answersCalls: boolean;
  /** Subscribers whose queues run it: `orders.pay`. Sorted. */
  readonly hears: readonly string[];
  readonly tasks: readonly ScheduledTask[];
}

export interface ScheduledTask {
  readonly task: "deliver" | "jobs" | "relay" | "purge";
  readonly everyMinutes: number;
}

/** The folder of what answers where no unit does. */
export const FRONT = "front";

export const functionUnits = (architecture: Architecture): readonly Unit[] =>
  architecture.units.filter((unit) => unit.as === "functions");

/** Every function that the units and the cut ask for, and the front for what none of them answers. */
export const deployedFunctions = (architecture: Architecture): readonly DeployedFunction[] => {
  const units = functionUnits(architecture);
  if (units.length === 0) return [];
  const cut = architecture.deploy.functions === "operation" ? byOperation : whole;
  return [...units.flatMap((unit) => cut(unit, architecture)), front];
};

const front: DeployedFunction = {
  name: FRONT,
  folder: FRONT,
  handler: "handler",
  operation: null,
  routes: ["$default"],
  answersCalls: false,
  hears: [],
  tasks: [],
};

/** What a unit's services do without being asked: send what they published, forget what is old. */
const tasksOf = (unit: Unit, architecture: Architecture): readonly ScheduledTask[] => {
  const hosted = architecture.services.filter((service) => unit.services.includes(service.name));
  const publishes = hosted.some((service) => service.events.length > 0);
  const runs = hosted.some(runsByClock) || (unit.services.includes("accounts") && (needsOf(architecture).mails || needsOf(architecture).ownData));
  return [
    ...(publishes ? [{ task: "relay", everyMinutes: 1 } as const] : []),
    ...(hosted.some(keepsCalls) ? [{ task: "deliver", everyMinutes: 1 } as const] : []),
    // Which of them is due stands in the database: a run that was missed is made up for, and none is run twice.
    ...(runs ? [{ task: "jobs", everyMinutes: 1 } as const] : []),
    ...(needsOf(architecture).purge ? [{ task: "purge", everyMinutes: 60 } as const] : []),
  ];
};

const subscribersOf = (unit: Unit, architecture: Architecture): readonly string[] => {
  const hosted = architecture.services.filter((service) => unit.services.includes(service.name));
  const names = hosted.flatMap((service) => service.reacts.flatMap(({ operations }) => operations.map((one) => `${service.name}.${one}`)));
  return [...new Set(names)].sort();
};

const routesOf = (unit: Unit, architecture: Architecture): readonly PublicRoute[] =>
  unit.services.flatMap((service) => publicRoutes(service, architecture));

/** Functions run one another; a process calls them over HTTP, as it calls processes. */
const internalRoutes = (unit: Unit, architecture: Architecture): readonly string[] =>
  architecture.units.some((one) => one.as === "process") ? unit.services.map((service) => `POST /internal/${service}/{method}`) : [];

/** `/v1/orders/:id` → `/v1/orders/{id}` */
const variables = (path: string): string => path.replaceAll(/:(\w+)/gu, "{$1}");

/** All methods of a path come to one function, which knows what to say to those that it has not. */
const whole = (unit: Unit, architecture: Architecture): readonly DeployedFunction[] => [
  {
    name: unit.name,
    folder: unit.name,
    handler: "handler",
    operation: null,
    routes: [...new Set(routesOf(unit, architecture).map(({ path }) => `ANY ${variables(path)}`)), ...internalRoutes(unit, architecture)],
    answersCalls: true,
    hears: subscribersOf(unit, architecture),
    tasks: tasksOf(unit, architecture),
  },
];

const byOperation = (unit: Unit, architecture: Architecture): readonly DeployedFunction[] => {
  const routes = routesOf(unit, architecture);
  const heard = subscribersOf(unit, architecture);
  const operations = [...new Set([...routes.map((route) => route.operation), ...heard])];
  const part = { folder: unit.name, operation: null, routes: [], answersCalls: false, hears: [], tasks: [] } as const;
  const tasks = tasksOf(unit, architecture);
  return [
    ...operations.map((operation) => {
      const handler = wordOf(operation, unit);
      const keys = routes.filter((route) => route.operation === operation).flatMap(routeKeys);
      const hears = heard.filter((subscriber) => subscriber === operation);
      return { ...part, name: `${unit.name}-${kebab(handler)}`, handler, operation, routes: keys, hears };
    }),
    ...(needsOf(architecture).remote ? [{ ...part, name: `${unit.name}-calls`, handler: "calls", routes: internalRoutes(unit, architecture), answersCalls: true }] : []),
    ...(tasks.length > 0 ? [{ ...part, name: `${unit.name}-tasks`, handler: "tasks", tasks }] : []),
  ];
};

/** An HTTP API does not take HEAD for GET by itself. */
const routeKeys = ({ method, path }: PublicRoute): readonly string[] =>
  (method === "GET" ? ["GET", "HEAD"] : [method]).map((one) => `${one} ${variables(path)}`);

/** `orders.Order.create` → `createOrder`, with its service where the unit hosts several. */
const wordOf = (operation: string, unit: Unit): string => {
  const [service = "", name = "", action] = operation.split(".");
  const word = action === undefined ? name : `${action}${name}`;
  return unit.services.length === 1 ? exportName(word) : `${camel(service)}${pascal(word)}`;
};

/** The parts of a unit that are no operation have these names. */
const PARTS = new Set(["calls", "events", "tasks"]);

const exportName = (word: string): string => (PARTS.has(word) ? `${word}Operation` : functionName(word));
