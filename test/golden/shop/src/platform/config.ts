/** Everything that a process reads from its environment, checked. */
export interface Config {
  /** On a developer's machine secrets have defaults; nowhere else. */
  readonly development: boolean;
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  /** Seals the private keys that sign tokens; empty in a process that does not host `accounts`. */
  readonly accountsKey: string;
  readonly logLevel: string;
}

export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(`The environment is not complete:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

/** What a process hosts. */
export interface Unit {
  readonly name: string;
  readonly services: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

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
    host: (name: string) => text(name, "127.0.0.1", (value) => /^[\w.:-]+$/.test(value), "a host name or an address"),
    port: (name: string, fallback: number) =>
      Number(text(name, String(fallback), (value) => /^\d{1,5}$/.test(value) && Number(value) < 65_536, "a port")),
    url: (name: string, protocols: readonly string[]) =>
      text(name, undefined, (value) => isUrl(value, protocols), `a URL that begins with ${protocols.join(" or ")}`),
    oneOf: (name: string, fallback: string, values: readonly string[]) =>
      text(name, fallback, (value) => values.includes(value), `one of ${values.join(", ")}`),
    secret: (name: string, development: boolean) =>
      text(
        name,
        development ? developmentSecret : undefined,
        (value) => value.length >= 32 && (development || value !== developmentSecret),
        "a secret of 32 characters or more, and not the one for development",
      ),
  };
};

const DATABASE_PROTOCOLS = ["postgres:", "postgresql:"];

/** @throws ConfigError that names every fault and prints no value */
export const readConfig = (env: Environment, unit: Unit): Config => {
  const faults: string[] = [];
  const read = reader(env, faults);
  const development = env["NODE_ENV"] === "development" || env["NODE_ENV"] === "test";
  const config: Config = {
    development,
    host: read.host("HOST"),
    port: read.port("PORT", 3000),
    adminPort: read.port("ADMIN_PORT", 9464),
    databaseUrl: read.url("DATABASE_URL", DATABASE_PROTOCOLS),
    brokerUrl: read.url("BROKER_URL", DATABASE_PROTOCOLS),
    accountsKey: unit.services.includes("accounts") ? read.secret("ACCOUNTS_KEY", development) : "",
    logLevel: read.oneOf("LOG_LEVEL", "info", LOG_LEVELS),
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
};
