import type { Architecture } from "../../model/architecture.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { flagFault } from "../flag-fault.ts";
import { nearestTo } from "../nearest.ts";

/** Why a service cannot become a unit of that name; null where it can. */
export function extractionFault({ units, topology }: Architecture, service: string, unit: string): Diagnostic | null {
  const names = units.flatMap((one) => one.services);
  if (!names.includes(service)) {
    const near = nearestTo(service, names);
    return flagFault(service, "The spec has no service of that name.", near === null ? `It has ${names.join(", ")}.` : `Did you mean ${near}?`);
  }
  if (topology === "microservices" || topology === "serverless") return flagFault(service, `In the topology \`${topology}\` it is a unit of its own already.`, "");
  const home = units.find((one) => one.services.includes(service));
  if (home !== undefined && home.services.length === 1) return flagFault(service, `It is alone in its unit \`${home.name}\` already.`, "");
  if (topology === "hybrid" && units.some(({ name }) => name === unit)) return flagFault(unit, "There is a unit of that name.", "Give another: --unit <name>.");
  return null;
}
