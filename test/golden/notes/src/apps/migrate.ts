import { ConfigError, readDatabases, readEnvironment } from "../platform/config.ts";
import { MigrationError, migrate } from "../platform/database/migrate.ts";
import { downFrom, revert } from "../platform/database/revert.ts";
import { createLog } from "../platform/telemetry/log.ts";
import { migrations as notesMigrations } from "../services/notes/index.ts";

const env = readEnvironment();
const log = createLog("migrate", env["LOG_LEVEL"] ?? "info");

const schemas = [{ service: "notes", migrations: notesMigrations }];

try {
  const databases = readDatabases(env);
  const targets = schemas.map((schema) => ({ ...schema, url: databases.databaseUrl }));
  const down = downFrom(process.argv.slice(2));
  if (down !== null) {
    await revert(targets, down, log);
  } else {
    await migrate(databases.databaseUrl, schemas, log);
  }
} catch (error) {
  if (error instanceof ConfigError || error instanceof MigrationError) log.fatal(error.message);
  else log.fatal("the database could not be brought up to date", { error });
  process.exitCode = 1;
}
