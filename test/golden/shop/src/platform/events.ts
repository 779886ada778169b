import { startConsumer } from "./broker/consumer.ts";
import { createEmbeddedBroker } from "./broker/embedded/broker.ts";
import { quoted, roleOf, schemaOf } from "./database/schema.ts";
import type { Check } from "./http/admin.ts";
import type { Service } from "./kernel/world.ts";
import type { Loop } from "./loop.ts";
import { startRelay } from "./outbox/relay.ts";
import type { Platform } from "./platform.ts";
import type { Metrics } from "./telemetry/metrics.ts";

const watchOutbox = (platform: Platform, service: string, metrics: Metrics): void => {
  const statement = {
    name: "outbox age",
    text: `select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as age
      from ${quoted(schemaOf(service))}."_outbox"`,
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

/** Starts what carries events: a relay for each service that publishes, a consumer for each that listens. */
export const startEvents = async (
  platform: Platform,
  services: readonly Service<unknown>[],
  metrics: Metrics,
): Promise<{ readonly check: Check; readonly stop: () => Promise<void> }> => {
  const broker = createEmbeddedBroker(platform.config.brokerUrl, platform.log);
  metrics.gauge("queue_depth", "Messages that wait for their subscribers", broker.depth);
  const loops: Loop[] = [];
  for (const { contract, subscriptions } of services) {
    const service = contract.service;
    const log = platform.log.with({ service });
    if (Object.keys(contract.events).length > 0) {
      const options = { url: platform.config.databaseUrl, name: `relay of ${service}`, role: roleOf(service) };
      loops.push(startRelay(service, options, broker, log));
      watchOutbox(platform, service, metrics);
    }
    if (subscriptions.length > 0) {
      const database = platform.databaseOf(service);
      loops.push(await startConsumer({ service, subscriptions, database, broker, log }));
    }
  }
  return {
    check: { name: "broker", run: broker.depth },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await broker.close();
    },
  };
};
