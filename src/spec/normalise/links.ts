import type { Call, Job, Json, Reaction, Service, Unit } from "../../model/architecture.ts";
import type { BrokerName, Queue } from "../../model/queue.ts";
import { get, isMap, keysOf, textOf, textsOf } from "../tree.ts";
import { entries, oneOf, type Spot } from "./context.ts";
import { durationRange, fraction, milliseconds } from "./quantities.ts";

const brokers: readonly [BrokerName, ...BrokerName[]] = ["embedded", "redis", "rabbitmq", "nats", "kafka", "sqs"];
const sevenDays = 7 * 24 * 3600 * 1000;

/** @param integrations of the spec: a call to one of them is tried again, and held back, as it says, unless the caller says otherwise */
export function callsOf(spot: Spot, integrations: Json | undefined): readonly Call[] {
  return entries(spot).map(([target, { node }]) => {
    const callee = get(integrations, target);
    const undo = get(node, "undo");
    const ways = new Map(keysOf(undo).map((name) => [name, textOf(get(undo, name)) ?? ""]));
    return {
      target,
      operations: [...new Set([...textsOf(get(node, "operations")), ...ways.values()])],
      timeoutMs: milliseconds(get(node, "timeout")) ?? null,
      retries: Number(get(node, "retries") ?? get(callee, "retries") ?? 0),
      breaker: breakerOf(get(node, "breaker") ?? get(callee, "breaker")),
      fallback: fallbackOf(get(node, "fallback")),
      undo: ways,
    };
  });
}

function breakerOf(node: Json | undefined): Call["breaker"] {
  if (!isMap(node)) return null;
  return { errors: fraction(node["errors"]) ?? 0.5, openMs: milliseconds(node["open"]) ?? 30_000 };
}

function fallbackOf(node: Json | undefined): Call["fallback"] {
  if (isMap(node)) return { kind: "value", value: node["value"] ?? null };
  return { kind: oneOf(node, ["fail", "cached", "queue"]) };
}

export function reactionsOf(spot: Spot): readonly Reaction[] {
  return entries(spot).map(([name, { node }]) => {
    const dot = name.indexOf(".");
    return { service: name.slice(0, dot), event: name.slice(dot + 1), operations: textsOf(node) };
  });
}

export function jobsOf(spot: Spot): readonly Job[] {
  return entries(spot).map(([name, { node }]) => ({
    name,
    operation: textOf(get(node, "do")) ?? "",
    cron: textOf(get(node, "cron")) ?? "",
    zone: textOf(get(node, "zone")) ?? "UTC",
  }));
}

/** The queues of the spec, and `events` for what none of them carries. Functions hear through SQS, which processes then use as well. */
export function queuesOf(spot: Spot, services: readonly Service[], units: readonly Unit[]): readonly Queue[] {
  const standard = units.some((unit) => unit.as === "functions") ? "sqs" : "embedded";
  const queues = entries(spot).map(([name, { node }]) => queueOf(name, node, standard));
  const carried = new Set(queues.flatMap((queue) => queue.carries));
  const rest = services
    .flatMap((service) => service.events.map((event) => `${service.name}.${event.name}`))
    .filter((name) => !carried.has(name));
  if (rest.length === 0) return queues;
  if (!queues.some((queue) => queue.name === "events"))
    return [...queues, { ...queueOf("events", undefined, standard), carries: rest }];
  return queues.map((queue) => (queue.name === "events" ? { ...queue, carries: [...queue.carries, ...rest] } : queue));
}

function queueOf(name: string, node: Json | undefined, standard: BrokerName): Queue {
  return {
    name,
    carries: textsOf(get(node, "carries")),
    broker: oneOf(get(node, "broker"), [standard, ...brokers]),
    attempts: Number(get(node, "attempts") ?? 5),
    backoff: durationRange(get(node, "backoff")) ?? { firstMs: 1000, lastMs: 300_000 },
    deadLetter: get(node, "deadLetter") !== false,
    orderBy: textOf(get(node, "orderBy")) ?? null,
    retainMs: milliseconds(get(node, "retain")) ?? sevenDays,
  };
}
