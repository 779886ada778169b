import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { severalUnitsFiles } from "./platform/gateway.ts";
import { isNeeded } from "./platform/needed.ts";
import { type PlatformView, viewOf } from "./platform/view.ts";
import { copied, render } from "./render/index.ts";

/** Files that are written for a spec; all others are the same for every one. */
const RENDERED = [
  "auth/access.ts",
  "auth/config.ts",
  "auth/exchange.ts",
  "auth/fields.ts",
  "auth/grants.ts",
  "auth/settings.ts",
  "auth/tokens.ts",
  "broker/brokers.ts",
  "broker/consumer.ts",
  "cache/entries.ts",
  "cache/open.ts",
  "config.ts",
  "crypto/ring.ts",
  "database/pool.ts",
  "database/purge.ts",
  "database/schema.ts",
  "dev/develop.ts",
  "graphql/routes.ts",
  "http/headers.ts",
  "http/openapi.ts",
  "http/route.ts",
  "http/routes.ts",
  "http/server.ts",
  "http/version.ts",
  "dev/systems.ts",
  "integrations/config.ts",
  "integrations/systems.ts",
  "integrations/webhooks.ts",
  "lifecycle.ts",
  "jobs/jobs.ts",
  "limits/limits.ts",
  "platform.ts",
  "process.ts",
  "queues.ts",
  "remote/callers.ts",
  "remote/config.ts",
  "remote/units.ts",
  "telemetry/calls.ts",
  "telemetry/otlp.ts",
  "telemetry/services.ts",
  "test/broker.test.ts",
  "telemetry/log.ts",
  "telemetry/sensitive.ts",
  "test/config.test.ts",
  "test/exchange.test.ts",
  "test/graphql-counted.test.ts",
  "test/sensitive.test.ts",
  "test/tokens.test.ts",
  "test/traces.test.ts",
  "test/unseen.test.ts",
  "test/purge.test.ts",
  "test/version.test.ts",
  "test/webhooks.test.ts",
];

/** What every service of the system shares: only the parts that this spec uses. */
export const platform = (architecture: Architecture): readonly GeneratedFile[] => {
  if (architecture.services.length === 0) return [];
  const view = viewOf(architecture);
  const rendered = RENDERED.map((name): GeneratedFile => {
    const path = `src/platform/${name}`;
    return { path, content: render(`platform/${path}.hbs`, view), ownership: "merged" };
  });
  return [...copied("platform"), ...severalUnitsFiles(view), ...functionsPlatform(view), ...rendered].filter((file) => isNeeded(file.path, view));
};

/** What runs a unit as functions, and its rendered files. */
const functionsPlatform = (view: PlatformView): readonly GeneratedFile[] => [
  ...copied("serverless", (path) => path.startsWith("src/platform/")),
  ...["dev/emulator/databases", "dev/emulator/emulator", "functions/front", "functions/functions", "functions/instance", "functions/queues"].map((name): GeneratedFile => {
    const path = `src/platform/${name}.ts`;
    return { path, content: render(`serverless/${path}.hbs`, view), ownership: "merged" };
  }),
];
