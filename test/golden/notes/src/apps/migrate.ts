import { ChangedMigrationError, migrate } from "../platform/database/migrate.ts";
import { createLog } from "../platform/telemetry/log.ts";
import { migrations as notesMigrations } from "../services/notes/index.ts";

const env = process.env;
const log = createLog("migrate", env["LOG_LEVEL"] ?? "info");

const schemas = [{ service: "notes", migrations: notesMigrations }];

try {
  await migrate(env["DATABASE_URL"] ?? "", schemas, log);
} catch (error) {
  if (error instanceof ChangedMigrationError) log.fatal(error.message);
  else log.fatal("the database could not be brought up to date", { error });
  process.exitCode = 1;
}
