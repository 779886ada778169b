import { type Config, readConfig } from "./config.ts";
import { createAdminServer, listen } from "./http/admin.ts";
import { serveDocs } from "./http/openapi.ts";
import { createServer } from "./http/server.ts";
import type { Service } from "./kernel/world.ts";
import { type Lifecycle, runUntilAsked } from "./lifecycle.ts";
import { createPlatform, type Platform } from "./platform.ts";
import type { RootLog } from "./telemetry/log.ts";
import { createMetrics } from "./telemetry/metrics.ts";

/** What a process hosts. */
export interface Unit {
  readonly name: string;
  readonly services: readonly string[];
}

export interface Composition {
  readonly services: readonly Service<unknown>[];
}

/** Starts a process: its services composed, its servers listening, everything stopped in order at the end. */
export const run = (unit: Unit, compose: (platform: Platform) => Composition): Promise<void> =>
  runUntilAsked(unit.name, (env, lifecycle, log) => start(readConfig(env), compose, lifecycle, log));

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
  const routes = composition.services.flatMap((service) => service.routes);
  const server = await createServer({ routes, access: null, log, metrics });
  await serveDocs(server, routes, null);
  lifecycle.ending(server.server);
  lifecycle.started("server", () => server.close());
  await server.listen({ host: config.host, port: config.port });
  const admin = createAdminServer([lifecycle.check, ...platform.checks()], metrics);
  await listen(admin, config.host, config.adminPort);
  lifecycle.started("admin server", () => new Promise((resolve) => admin.close(resolve)));
  log.info("ready", { url: `http://${config.host}:${config.port}`, adminPort: config.adminPort });
};
