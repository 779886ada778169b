import { createAccess } from "./auth/access.ts";
import type { KeySource } from "./auth/keys.ts";
import { type Config, readConfig, type Unit } from "./config.ts";
import { startPurge } from "./database/purge.ts";
import { startEvents } from "./events.ts";
import { createAdminServer, listen } from "./http/admin.ts";
import { serveDocs } from "./http/openapi.ts";
import { createServer } from "./http/server.ts";
import type { Service } from "./kernel/world.ts";
import { type Lifecycle, runUntilAsked } from "./lifecycle.ts";
import { createPlatform, type Platform } from "./platform.ts";
import type { RootLog } from "./telemetry/log.ts";
import { createMetrics } from "./telemetry/metrics.ts";

export interface Composition {
  readonly services: readonly Service<unknown>[];
  /** Who knows the keys that sign tokens. */
  readonly accounts: KeySource;
}

/** Starts a process: its services composed, its servers listening, everything stopped in order at the end. */
export const run = (unit: Unit, compose: (platform: Platform) => Composition): Promise<void> =>
  runUntilAsked(unit.name, (env, lifecycle, log) => start(readConfig(env, unit), compose, lifecycle, log));

const start = async (
  config: Config,
  compose: (platform: Platform) => Composition,
  lifecycle: Lifecycle,
  log: RootLog,
): Promise<void> => {
  const metrics = createMetrics();
  const platform = createPlatform(config, log, metrics);
  lifecycle.started("databases", platform.close);
  const composition = compose(platform);
  const events = await startEvents(platform, composition.services, metrics);
  lifecycle.started("events", events.stop);
  const services = composition.services.map(({ contract }) => contract.service);
  lifecycle.started("purge", startPurge(platform.databaseOf, services, log).stop);
  const access = createAccess(composition.accounts);
  const routes = composition.services.flatMap((service) => service.routes);
  const server = await createServer({ routes, access, log, metrics });
  await serveDocs(server, routes, access);
  lifecycle.ending(server.server);
  lifecycle.started("server", () => server.close());
  await server.listen({ host: config.host, port: config.port });
  const admin = createAdminServer([lifecycle.check, ...platform.checks(), events.check], metrics);
  await listen(admin, config.host, config.adminPort);
  lifecycle.started("admin server", () => new Promise((resolve) => admin.close(resolve)));
  log.info("ready", { url: `http://${config.host}:${config.port}`, adminPort: config.adminPort });
};
