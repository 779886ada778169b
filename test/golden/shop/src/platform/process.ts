import { createAccess } from "./auth/access.ts";
import type { KeySource } from "./auth/keys.ts";
import { type Config, ConfigError, readConfig, readEnvironment, type Unit } from "./config.ts";
import { startPurge } from "./database/purge.ts";
import { startEvents } from "./events.ts";
import { createAdminServer } from "./http/admin.ts";
import { createServer } from "./http/server.ts";
import type { Service } from "./kernel/world.ts";
import { createLifecycle, type Lifecycle, stopWhenAsked } from "./lifecycle.ts";
import { createPlatform, type Platform } from "./platform.ts";
import { createLog, type RootLog } from "./telemetry/log.ts";
import { createMetrics } from "./telemetry/metrics.ts";

export interface Composition {
  readonly services: readonly Service<unknown>[];
  /** Who knows the keys that sign tokens. */
  readonly accounts: KeySource;
}

/** Starts a process: its services composed, its servers listening, everything stopped in order at the end. */
export const run = async (unit: Unit, compose: (platform: Platform) => Composition): Promise<void> => {
  const env = readEnvironment();
  const log = createLog(unit.name, env["LOG_LEVEL"] ?? "info");
  const lifecycle = createLifecycle(log);
  try {
    stopWhenAsked(lifecycle, log);
    const config = readConfig(env, unit);
    await start(config, compose, lifecycle, log);
  } catch (error) {
    if (error instanceof ConfigError) log.fatal(error.message);
    else if (isPortInUse(error)) log.fatal(`${error.message}; set PORT or ADMIN_PORT to a free one`);
    else log.fatal("could not start", { error });
    await lifecycle.stop();
    process.exit(1);
  }
};

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
  const server = await createServer({
    routes: composition.services.flatMap((service) => service.routes),
    access,
    log,
    metrics,
  });
  lifecycle.started("server", () => server.close());
  await server.listen({ host: config.host, port: config.port });
  const admin = createAdminServer([...platform.checks(), events.check], metrics);
  await new Promise<void>((resolve, reject) => {
    admin.once("error", reject).listen(config.adminPort, config.host, resolve);
  });
  lifecycle.started("admin server", () => new Promise((resolve) => admin.close(resolve)));
  log.info("ready", { url: `http://${config.host}:${config.port}`, adminPort: config.adminPort });
};

const isPortInUse = (error: unknown): error is Error => error instanceof Error && error.message.includes("EADDRINUSE");
