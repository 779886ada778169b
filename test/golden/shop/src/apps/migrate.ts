import { prepareBrokers } from "../platform/broker/brokers.ts";
import { ConfigError, readDatabases, readEnvironment } from "../platform/config.ts";
import { createLogins } from "../platform/database/logins.ts";
import { MigrationError, migrate } from "../platform/database/migrate.ts";
import { downFrom, revert } from "../platform/database/revert.ts";
import { createLog } from "../platform/telemetry/log.ts";
import { migrations as accountsMigrations } from "../services/accounts/index.ts";
import { migrations as catalogMigrations } from "../services/catalog/index.ts";
import { migrations as customersMigrations } from "../services/customers/index.ts";
import { migrations as ordersMigrations } from "../services/orders/index.ts";
import { migrations as paymentsMigrations } from "../services/payments/index.ts";

const env = readEnvironment();
const log = createLog("migrate", env["LOG_LEVEL"] ?? "info");

const schemas = [
  { service: "accounts", migrations: accountsMigrations },
  { service: "customers", migrations: customersMigrations },
  { service: "catalog", migrations: catalogMigrations },
  { service: "orders", migrations: ordersMigrations },
  { service: "payments", migrations: paymentsMigrations },
];

const logins = [
  {
    name: "shop_shop_login",
    password: "SHOP_DATABASE_PASSWORD",
    services: ["accounts", "catalog", "customers", "orders", "payments"],
    shares: ["public"],
  },
];

try {
  const databases = readDatabases(env);
  const targets = schemas.map((schema) => ({ ...schema, url: databases.databaseUrl }));
  const down = downFrom(process.argv.slice(2));
  if (down !== null) {
    await revert(targets, down, log);
  } else {
    await migrate(databases.databaseUrl, schemas, log);
    await prepareBrokers(databases, log);
  }
  await createLogins(logins, targets, [{ url: databases.brokerUrl, schema: "public" }], env, log);
} catch (error) {
  if (error instanceof ConfigError || error instanceof MigrationError) log.fatal(error.message);
  else log.fatal("the database could not be brought up to date", { error });
  process.exitCode = 1;
}
