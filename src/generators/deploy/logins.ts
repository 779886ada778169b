import { createHash } from "node:crypto";
import type { Architecture, Unit } from "../../model/architecture.ts";
import { needsOf } from "../platform/needs.ts";
import { screaming, snake } from "../render/index.ts";
import { countsApart, databaseName } from "./settings.ts";
import { inContainers, processesOf } from "../shipped.ts";

/** The login of a unit's own in the databases. */
export interface UnitLogin {
  readonly unit: string;
  readonly name: string;
  /** The variable that says its password to the migrate step and in `deploy/.env`. */
  readonly password: string;
  readonly services: readonly string[];
  /** Schemas that are no service's: of the queues, and of the counts of requests. */
  readonly shares: readonly string[];
}

/** Postgres cuts longer names. */
const LONGEST_NAME = 63;

/** The schema of the embedded broker's tables in its own database, and that of the counts. */
export const BROKER_SCHEMA = "public";
export const LIMITS_SCHEMA = "_limits";

const nameOf = (unit: Unit, architecture: Architecture): string => {
  const whole = `${databaseName(architecture)}_${snake(unit.name)}_login`;
  if (whole.length <= LONGEST_NAME) return whole;
  return `${whole.slice(0, LONGEST_NAME - 9)}_${createHash("sha256").update(whole).digest("hex").slice(0, 8)}`;
};

/** Whether queues live in a database, beside the services'. */
export const sharesBroker = ({ queues }: Architecture): boolean => queues.some((queue) => queue.broker === "embedded");

/** Of each process that comes into a database; none where there is none, or nothing is shipped in containers. */
export const loginsOf = (architecture: Architecture): readonly UnitLogin[] => {
  const { limitsHere, ownDatabases, stores } = needsOf(architecture);
  if (!stores || !inContainers(architecture)) return [];
  return processesOf(architecture).flatMap((unit) => {
    const counts = countsApart(unit, architecture) || (limitsHere && !ownDatabases);
    if (unit.services.length === 0 && !counts) return [];
    return {
      unit: unit.name,
      name: nameOf(unit, architecture),
      password: `${screaming(unit.name)}_DATABASE_PASSWORD`,
      services: unit.services,
      shares: [...(unit.services.length > 0 && sharesBroker(architecture) ? [BROKER_SCHEMA] : []), ...(counts ? [LIMITS_SCHEMA] : [])],
    };
  });
};
