import type { Architecture } from "../../model/architecture.ts";
import { naturally } from "../service/code/imports.ts";
import { arrayOf, callOf, line, objectOf } from "../service/code/layout.ts";
import { needsOf } from "../platform/view.ts";
import { allHosted } from "./services.ts";

/** The step before any unit starts: roles, schemas and tables of all services, and who hears what. */
export const migrateFile = (architecture: Architecture): string => {
  const services = allHosted(architecture);
  const { events } = needsOf(architecture);
  const schemas = arrayOf(services.map((service) => objectOf([["service", JSON.stringify(service.name)], ["migrations", service.migrations]])));
  const imports = [
    ...(events ? [`import { migrateBroker } from "../platform/broker/embedded/tables.ts";`] : []),
    `import { ChangedMigrationError, migrate } from "../platform/database/migrate.ts";`,
    ...(events ? [`import { subscriptions } from "../platform/queues.ts";`] : []),
    `import { createLog } from "../platform/telemetry/log.ts";`,
    ...[...services].sort((a, b) => naturally(`${a.name}/`, `${b.name}/`)).map((service) => `import { migrations as ${service.migrations} } from "../services/${service.name}/index.ts";`),
  ];
  const body = [
    `const env = process.env;`,
    `const log = createLog("migrate", env["LOG_LEVEL"] ?? "info");`,
    ``,
    line(0, "const schemas = ", schemas, ";"),
    ``,
    `try {`,
    `  ${callText("migrate", [`env["DATABASE_URL"] ?? ""`, "schemas", "log"])};`,
    ...(events ? [`  ${callText("migrateBroker", [`env["BROKER_URL"] ?? ""`, "subscriptions"])};`] : []),
    `} catch (error) {`,
    `  if (error instanceof ChangedMigrationError) log.fatal(error.message);`,
    `  else log.fatal("the database could not be brought up to date", { error });`,
    `  process.exitCode = 1;`,
    `}`,
    ``,
  ];
  return [...imports, "", ...body].join("\n");
};

const callText = (name: string, args: readonly string[]): string => line(0, "await ", callOf(name, args), "");
