import { Counter } from "prom-client";
import { type Carrier, openBrokers } from "./broker/brokers.ts";
import { startConsumer } from "./broker/consumer.ts";
import { quoted, roleOf, schemaOf } from "./database/schema.ts";
import type { Check } from "./http/admin.ts";
import type { Database, Log, Service } from "./kernel/world.ts";
import { startLoop } from "./loop.ts";
import { startRelay } from "./outbox/relay.ts";
import type { Platform } from "./platform.ts";
import type { Metrics } from "./telemetry/metrics.ts";

const PURGE_EVERY_MS = 3_600_000;
const PATIENCE_MS = 1_000;

interface Running {
  readonly stop: () => Promise<void>;
}

type Runs = { readonly databaseOf: (service: string) => Pick<Database, "run"> };

export const watchOutbox = (platform: Runs, service: string, metrics: Metrics): void => {
  const statement = {
    name: "outbox age",
    text: `select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as age
      from ${quoted(schemaOf(service))}."_outbox" where strpos(event, ':') = 0`,
  };
  metrics.gauge(
    `${schemaOf(service)}_outbox_age_seconds`,
    `Age of the oldest event of ${service} not yet sent`,
    async () => {
      const [row] = await platform.databaseOf(service).run<{ age: number }>(statement, []);
      return row?.age ?? 0;
    },
  );
};

/** Counts what is given up, from nothing on for each subscriber: a count that begins with its first is no rise. */
const burials = (services: readonly Service<unknown>[], { registry }: Metrics): ((subscriber: string) => void) => {
  const buried = new Counter({
    name: "messages_given_up_total",
    help: "Messages that were tried often enough, or could not be handled at all",
    labelNames: ["subscriber"],
    registers: [registry],
  });
  for (const { name } of services.flatMap(({ subscriptions }) => subscriptions)) buried.inc({ subscriber: name }, 0);
  return (subscriber) => buried.inc({ subscriber });
};

/** One service and what carries its events; each broker has a relay of its own, so that none waits for another. */
const startService = async (
  platform: Platform,
  { contract, subscriptions }: Service<unknown>,
  carriers: readonly Carrier[],
  buried: (subscriber: string) => void,
): Promise<readonly Running[]> => {
  const service = contract.service;
  const log = platform.log.with({ service });
  const published = Object.keys(contract.events).map((name) => `${service}.${name}`);
  const running: Running[] = [];
  for (const [index, { broker, carries }] of carriers.entries()) {
    const name = `relay of ${service}${index === 0 ? "" : ` to broker ${index + 1}`}`;
    const options = { url: platform.databaseUrlOf(service), name, role: roleOf(service) };
    const except = published.filter((event) => !carries(event));
    if (except.length < published.length) running.push(startRelay(service, options, { broker, except }, log));
    const heard = subscriptions.filter(({ event }) => carries(event));
    const database = platform.databaseOf(service);
    const handling = { service, subscriptions: heard, database, log, buried };
    if (heard.length > 0) running.push(await startConsumer({ ...handling, broker }));
  }
  return running;
};

const startPurging = (carriers: readonly Carrier[], log: Log): Running =>
  startLoop("the purge of the queues", PURGE_EVERY_MS, log, async () => {
    for (const { broker } of carriers) await broker.purge();
    return false;
  });

/** Rejects where there is no answer soon: whoever asks for our health waits no longer either. */
const answered = (work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, new Promise((_, reject) => setTimeout(reject, PATIENCE_MS).unref())]);

const depthOf = async (carriers: readonly Carrier[]): Promise<number> => {
  const depths = await Promise.all(carriers.map(({ broker }) => broker.depth()));
  return depths.reduce((sum, depth) => sum + depth, 0);
};

/** Counts what waits, and tells whether all brokers answer. */
export const watchBrokers = (carriers: readonly Carrier[], metrics: Metrics): Check => {
  const depth = (): Promise<number> => depthOf(carriers);
  metrics.gauge("queue_depth", "Messages that wait for their subscribers", depth);
  // What is published meanwhile waits in the outbox.
  return { name: "broker", run: () => answered(depth()), spare: true };
};

/** Starts what carries events: a relay for each service that publishes, a consumer for each that listens. */
export const startEvents = async (
  platform: Platform,
  services: readonly Service<unknown>[],
  metrics: Metrics,
): Promise<{ readonly check: Check; readonly stop: () => Promise<void> }> => {
  const carriers = await openBrokers(platform.config, platform.log);
  const check = watchBrokers(carriers, metrics);
  const buried = burials(services, metrics);
  const running: Running[] = [startPurging(carriers, platform.log)];
  for (const service of services) {
    running.push(...(await startService(platform, service, carriers, buried)));
    if (Object.keys(service.contract.events).length > 0) watchOutbox(platform, service.contract.service, metrics);
  }
  return {
    check,
    stop: async () => {
      await Promise.all(running.map((one) => one.stop()));
      await Promise.all(carriers.map(({ broker }) => broker.close()));
    },
  };
};
