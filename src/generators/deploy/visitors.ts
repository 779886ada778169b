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

export const namesDatabase = (variable: string): boolean => DATABASES.has(variable);

/** What a variable that names a database says, for a shell or a compose file to put the password in; null where it names none. */
export const databaseAddress = (variable: string, { name, password }: Visitor, host: string, architecture: Architecture): string | null => {
  const end = DATABASES.get(variable);
  return end === undefined ? null : `postgres://${name}:\${${password}}@${host}:5432/${databaseName(architecture)}${end}`;
};
