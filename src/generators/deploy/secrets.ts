import type { Architecture, Unit } from "../../model/architecture.ts";
import { processesOf } from "../shipped.ts";
import { needsOf } from "../platform/needs.ts";
import { brokerAddresses } from "./brokers.ts";
import { loginsOf } from "./logins.ts";
import { functionsAskedBy, type Setting, settingsOf } from "./settings.ts";
import { databaseAddress, type DatabaseHosts, ownerOf, type Visitor } from "./visitors.ts";

/** A Secret of a cluster, read by one unit alone; its values as a shell makes them of the variables of `deploy/.env`. */
interface ClusterSecret {
  readonly name: string;
  readonly values: readonly Setting[];
}

/** As the environment of whoever makes the Secrets says it. */
const IN_CLUSTER: DatabaseHosts = { primary: "${DATABASE_HOST}", replica: (number) => `\${DATABASE_REPLICA_${number}_HOST}` };

/** The address of a database is made of a password; all else stands for itself. */
const settingFor = (secret: string, visitor: Visitor | undefined, architecture: Architecture): Setting => {
  const address = visitor === undefined ? null : databaseAddress(secret, visitor, IN_CLUSTER, architecture);
  return { name: secret, value: address ?? `$${secret}` };
};

export const secretNameOf = (unit: string): string => `${unit}-secrets`;

/** What the migrate step prepares besides the services' databases. */
export const preparedBy = (architecture: Architecture): readonly string[] => {
  const counts = processesOf(architecture).some((unit) => settingsOf(unit, architecture).secrets.includes("LIMITS_URL"));
  return [...brokerAddresses(architecture).keys(), ...(counts ? ["LIMITS_URL"] : [])];
};

const ofMigrate = (architecture: Architecture): ClusterSecret => {
  const owner = ownerOf(architecture);
  const passwords = loginsOf(architecture).map(({ password }) => password);
  const names = ["DATABASE_URL", ...preparedBy(architecture), ...passwords];
  return { name: secretNameOf("migrate"), values: names.map((name) => settingFor(name, owner, architecture)) };
};

const ofUnit = (unit: Unit, architecture: Architecture): ClusterSecret => {
  const login = loginsOf(architecture).find((one) => one.unit === unit.name);
  const names = [...settingsOf(unit, architecture).secrets, ...functionsAskedBy(unit, architecture).map(({ key }) => key)];
  return { name: secretNameOf(unit.name), values: names.map((name) => settingFor(name, login, architecture)) };
};

/** Of the migrate step, which alone knows the owner's password, and of each process that has anything to hide. */
export const clusterSecrets = (architecture: Architecture): readonly ClusterSecret[] =>
  [...(needsOf(architecture).stores ? [ofMigrate(architecture)] : []), ...processesOf(architecture).map((unit) => ofUnit(unit, architecture))].filter(({ values }) => values.length > 0);
