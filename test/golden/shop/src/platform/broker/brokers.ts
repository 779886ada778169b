import type { Config } from "../config.ts";
import type { Log } from "../kernel/world.ts";
import { queueOf, subscriptions } from "../queues.ts";
import type { Broker, Routes } from "./broker.ts";
import { createEmbeddedBroker } from "./embedded/broker.ts";
import { migrateBroker } from "./embedded/tables.ts";

/** A broker, and what it carries of all events. */
export interface Carrier {
  readonly broker: Broker;
  readonly carries: (event: string) => boolean;
}

const routes: Routes = { system: "shop", subscriptions, queueOf };

/** What carries the events of the system. */
export const openBrokers = async (config: Pick<Config, "brokerUrl">, log: Log): Promise<readonly Carrier[]> => [
  { broker: createEmbeddedBroker(config.brokerUrl, routes, log), carries: () => true },
];

/** Writes down who hears what, before anybody speaks. */
export const prepareBrokers = (config: Pick<Config, "brokerUrl">, _log: Log): Promise<void> =>
  migrateBroker(config.brokerUrl, subscriptions);
