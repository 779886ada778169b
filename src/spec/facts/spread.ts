import type { Architecture, Unit } from "../../model/architecture.ts";

/** The units that host services of the spec's own: neither the gateway nor one that has the built-in `accounts` alone. */
export function servingUnits({ units }: Architecture): readonly Unit[] {
  return units.filter(({ as, services }) => as !== "gateway" && services.some((name) => name !== "accounts"));
}

/** Whether services reach one another over a network. */
export function isDistributed(architecture: Architecture): boolean {
  return servingUnits(architecture).length > 1;
}

/** The unit that hosts a service; undefined for an integration. */
export function unitOf({ units }: Architecture, service: string): Unit | undefined {
  return units.find(({ services }) => services.includes(service));
}
