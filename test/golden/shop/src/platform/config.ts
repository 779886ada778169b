import { existsSync } from "node:fs";

/** Everything that a process reads from its environment, checked. */
export interface Config {
  /** On a developer's machine secrets have defaults; nowhere else. */
  readonly development: boolean;
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  readonly logLevel: string;
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  /** Seals the private keys that sign tokens; empty in a process that does not host `accounts`. */
  readonly accountsKey: string;
}

export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(`The environment is not complete:\n${[...new Set(faults)].map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

/** What a process hosts. */
export interface Unit {
  readonly name: string;
  readonly services: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the process was started with, and what the file `.env` says besides. */
export const readEnvironment = (): Environment => {
  if (existsSync(".env")) process.loadEnvFile();
  return process.env;
};

/** Whether this is a developer's machine: NODE_ENV says so, or neither it nor a database is named at all. */
export const isDevelopment = (env: Environment): boolean =>
  env["NODE_ENV"] ? ["development", "test"].includes(env["NODE_ENV"]) : !env["DATABASE_URL"];

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
/** The secret of development; a process in production refuses to start with it. */
export const developmentSecret = "for-development-only-never-in-production";

const isUrl = (value: string, protocols: readonly string[]): boolean =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol);

/** Reads one variable after the other and collects what is wrong, so that all faults are named at once. */
const reader = (env: Environment, faults: string[]) => {
  const text = (
    name: string,
    fallback: string | undefined,
    holds: (value: string) => boolean,
    expected: string,
  ): string => {
    const value = env[name] || fallback;
    if (value === undefined) faults.push(`${name} is not set; expected ${expected}`);
    else if (!holds(value)) faults.push(`${name} is not ${expected}`);
    return value ?? "";
  };
  return {
    env,
    development: isDevelopment(env),
    text,
    host: (name: string) => text(name, "127.0.0.1", (value) => /^[\w.:-]+$/.test(value), "a host name or an address"),
    port: (name: string, fallback: number) =>
      Number(text(name, String(fallback), (value) => /^\d{1,5}$/.test(value) && Number(value) < 65_536, "a port")),
    url: (name: string, protocols: readonly string[], fallback?: string) =>
      text(name, fallback, (value) => isUrl(value, protocols), `a URL that begins with ${protocols.join(" or ")}`),
    oneOf: (name: string, fallback: string, values: readonly string[]) =>
      text(name, fallback, (value) => values.includes(value), `one of ${values.join(", ")}`),
    secret: (name: string) => {
      const development = isDevelopment(env);
      return text(
        name,
        development ? developmentSecret : undefined,
        (value) => value.length >= 32 && (development || value !== developmentSecret),
        "a secret of 32 characters or more, and not the one for development",
      );
    },
  };
};

export type Reader = ReturnType<typeof reader>;

const complete = <Value>(env: Environment, read: (reader: Reader) => Value): Value => {
  const faults: string[] = [];
  const value = read(reader(env, faults));
  if (faults.length > 0) throw new ConfigError(faults);
  return value;
};

const DATABASE_PROTOCOLS = ["postgres:", "postgresql:"];

type Databases = Pick<Config, "databaseUrl" | "brokerUrl">;

/** A database of its own beside the one that the URL names, unless the environment names another. */
const beside = (databaseUrl: string, name: string): string => {
  const url = new URL(databaseUrl);
  url.pathname = `${url.pathname}_${name}`;
  return url.href;
};

const databasesIn = (read: Reader): Databases => {
  const databaseUrl = read.url("DATABASE_URL", DATABASE_PROTOCOLS);
  if (!isUrl(databaseUrl, DATABASE_PROTOCOLS)) return { databaseUrl, brokerUrl: "" };
  return { databaseUrl, brokerUrl: read.url("BROKER_URL", DATABASE_PROTOCOLS, beside(databaseUrl, "broker")) };
};

/** Where the data is, for those who need nothing else. @throws ConfigError */
export const readDatabases = (env: Environment): Databases => complete(env, databasesIn);

/** @throws ConfigError that names every fault and prints no value */
export const readConfig = (env: Environment, unit: Unit): Config =>
  complete(env, (read) => ({
    development: read.development,
    host: read.host("HOST"),
    port: read.port("PORT", 3000),
    adminPort: read.port("ADMIN_PORT", 9464),
    logLevel: read.oneOf("LOG_LEVEL", "info", LOG_LEVELS),
    ...databasesIn(read),
    accountsKey: unit.services.includes("accounts") ? read.secret("ACCOUNTS_KEY") : "",
  }));
