import type { Architecture } from "../../model/architecture.ts";
import { naturally } from "../service/code/imports.ts";
import { arrayOf, callOf, line, objectOf, type Source } from "../service/code/layout.ts";
import { needsOf } from "../platform/needs.ts";
import { BROKER_SCHEMA, LIMITS_SCHEMA, loginsOf, sharesBroker, type UnitLogin } from "../deploy/logins.ts";
import type { LeftService } from "../left.ts";
import { allHosted, type Hosted } from "./services.ts";

/** The step before any unit starts: roles, schemas and tables of all services, and who hears what. */
export const migrateFile = (architecture: Architecture, deleted: readonly LeftService[]): string => {
  const services = allHosted(architecture);
  const logins = loginsOf(architecture);
  const { events, limits, ownDatabases, partitions } = needsOf(architecture);
  const schemas = arrayOf(services.map((service) => objectOf([["service", JSON.stringify(service.name)], ["migrations", service.migrations]])));
  const imports = [
    ...(events ? [`import { prepareBrokers } from "../platform/broker/brokers.ts";`] : []),
    `import { ConfigError, readDatabases, readEnvironment${limits ? ", readLimits" : ""} } from "../platform/config.ts";`,
    ...(ownDatabases ? [`import { confine } from "../platform/database/confine.ts";`] : []),
    ...(logins.length > 0 ? [`import { createLogins } from "../platform/database/logins.ts";`] : []),
    ...(deleted.length > 0 ? [`import { dropLeft } from "../platform/database/left.ts";`] : []),
    `import { MigrationError, migrate } from "../platform/database/migrate.ts";`,
    ...(partitions ? [`import { makeMonths } from "../platform/database/months.ts";`] : []),
    `import { downFrom, revert } from "../platform/database/revert.ts";`,
    ...(limits ? [`import { prepareCounter } from "../platform/limits/counter.ts";`] : []),
    `import { createLog } from "../platform/telemetry/log.ts";`,
    ...[...services].sort((a, b) => naturally(`${a.name}/`, `${b.name}/`)).map((service) => `import { migrations as ${service.migrations} } from "../services/${service.name}/index.ts";`),
  ];
  const body = [
    `const env = readEnvironment();`,
    `const log = createLog("migrate", env["LOG_LEVEL"] ?? "info");`,
    ``,
    line(0, "const schemas = ", schemas, ";"),
    ``,
    ...(deleted.length > 0 ? [`/** Schemas of services that were given up with what they held. */`, line(0, "const left = ", arrayOf(deleted.map((one) => leftSource(one, services))), ";"), ``] : []),
    ...(logins.length > 0 ? [line(0, "const logins = ", arrayOf(logins.map(loginSource)), ";"), ``] : []),
    `try {`,
    ...(ownDatabases ? apart(deleted.length > 0) : TOGETHER),
    `  const down = downFrom(process.argv.slice(2));`,
    `  if (down !== null) {`,
    `    await revert(targets, down, log);`,
    `  } else {`,
    ...(deleted.length > 0 ? [`    for (const one of left) await dropLeft(${ownDatabases ? "databases.databaseUrlOf(one.service)" : "databases.databaseUrl"}, one, log);`] : []),
    ...(ownDatabases ? UP_APART : UP_TOGETHER),
    ...(partitions ? [`    for (const { url, service } of targets) await makeMonths(url, service);`] : []),
    ...(events ? [`    await prepareBrokers(databases, log);`] : []),
    `  }`,
    ...(limits ? [`  await prepareCounter(readLimits(env).url);`] : []),
    ...(logins.length > 0 ? [line(2, "await ", callOf("createLogins", ["logins", "targets", arrayOf(sharedPlaces(architecture)), "env", "log"]), ";")] : []),
    `} catch (error) {`,
    `  if (error instanceof ConfigError || error instanceof MigrationError) log.fatal(error.message);`,
    `  else log.fatal("the database could not be brought up to date", { error });`,
    `  process.exitCode = 1;`,
    `}`,
    ``,
  ];
  return [...imports, "", ...body].join("\n");
};

const texts = (values: readonly string[]): Source => arrayOf(values.map((value) => JSON.stringify(value)));

const leftSource = ({ service, model: { gone = [], migrations }, isBack }: LeftService, services: readonly Hosted[]): Source => {
  const back = isBack ? services.find(({ name }) => name === service) : undefined;
  const stay = [...(migrations?.keys() ?? [])].filter((id) => !gone.includes(id));
  return objectOf([
    ["service", JSON.stringify(service)],
    ["migrations", texts(gone)],
    ["another", back === undefined ? texts(stay) : `${back.migrations}.map(({ id }) => id)`],
  ]);
};

const loginSource = ({ name, password, services, shares }: UnitLogin): Source =>
  objectOf([
    ["name", JSON.stringify(name)],
    ["password", JSON.stringify(password)],
    ["services", texts(services)],
    ["shares", texts(shares)],
  ]);

/** What units share: the database of the queues, and the counts of requests. */
const sharedPlaces = (architecture: Architecture): readonly Source[] => {
  const { externalBrokers, limits } = needsOf(architecture);
  const place = (url: string, schema: string): Source => objectOf([["url", url], ["schema", JSON.stringify(schema)]]);
  const broker = externalBrokers ? "databases.brokerUrls.embedded" : "databases.brokerUrl";
  return [
    ...(sharesBroker(architecture) ? [place(broker, BROKER_SCHEMA)] : []),
    ...(limits ? [place("readLimits(env).url", LIMITS_SCHEMA)] : []),
  ];
};

const TOGETHER = [
  `  const databases = readDatabases(env);`,
  `  const targets = schemas.map((schema) => ({ ...schema, url: databases.databaseUrl }));`,
];

const UP_TOGETHER = [`    await migrate(databases.databaseUrl, schemas, log);`];

/** Each service has a database of its own, which nobody else comes into. */
const apart = (hasLeft: boolean): readonly string[] => [
  `  const names = schemas.map(({ service }) => service);`,
  `  const databases = readDatabases(env, ${hasLeft ? "[...names, ...left.map(({ service }) => service)]" : "names"});`,
  `  const targets = schemas.map((schema) => ({ ...schema, url: databases.databaseUrlOf(schema.service) }));`,
];

const UP_APART = [
  `    for (const { url, ...schema } of targets) {`,
  `      await migrate(url, [schema], log);`,
  `      await confine(url, schema.service);`,
  `    }`,
];
