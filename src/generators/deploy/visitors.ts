import type { Architecture } from "../../model/architecture.ts";
import { databaseName } from "./settings.ts";

/** Who comes into the databases: a unit, under its own login, or the owner of all of them. */
export interface Visitor {
  readonly name: string;
  /** The variable that says it. */
  readonly password: string;
}

export const ownerOf = (architecture: Architecture): Visitor => ({ name: databaseName(architecture), password: "POSTGRES_PASSWORD" });

/** The variables that name a database, and how its own name ends. */
const DATABASES: ReadonlyMap<string, string> = new Map([
  ["DATABASE_URL", ""],
  ["LIMITS_URL", "_limits"],
]);

const REPLICAS = "DATABASE_REPLICA_URLS";

export const namesDatabase = (variable: string): boolean => DATABASES.has(variable) || variable === REPLICAS;

/** Where the database is, and those that follow it. */
export interface DatabaseHosts {
  readonly primary: string;
  /** @param number from 1 */
  readonly replica: (number: number) => string;
}

export const replicaNumbers = ({ replicas }: Architecture): readonly number[] => Array.from({ length: replicas }, (_, index) => index + 1);

/** What a variable that names databases says, for a shell or a compose file to put the password in; null where it names none. */
export const databaseAddress = (variable: string, { name, password }: Visitor, hosts: DatabaseHosts, architecture: Architecture): string | null => {
  const address = (host: string, end = ""): string => `postgres://${name}:\${${password}}@${host}:5432/${databaseName(architecture)}${end}`;
  if (variable === REPLICAS) return replicaNumbers(architecture).map((number) => address(hosts.replica(number))).join(",");
  const end = DATABASES.get(variable);
  return end === undefined ? null : address(hosts.primary, end);
};
