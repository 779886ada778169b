import type { Architecture } from "../model/architecture.ts";
import { screaming } from "../model/names.ts";

/** The folder of what runs all functions on a developer's machine. */
export const FUNCTIONS_UNIT = "functions";

/** Something that listens on a port of a developer's machine: the gateway, a process, or what runs all functions. */
export interface Endpoint {
  readonly name: string;
  readonly services: readonly string[];
}

/** In the order of their ports. */
export const endpointsOf = (architecture: Architecture): readonly Endpoint[] => {
  const functions = architecture.units.filter((unit) => unit.as === "functions");
  const processes = architecture.units.filter((unit) => unit.as !== "functions");
  if (functions.length === 0) return processes;
  return [...processes, { name: FUNCTIONS_UNIT, services: functions.flatMap((unit) => unit.services) }];
};

/** Units of functions beside processes: they answer where all functions do, at this place in the order of ports. */
export const emulatedUnits = (architecture: Architecture): readonly { readonly variable: string; readonly at: number }[] => {
  const endpoints = endpointsOf(architecture);
  if (endpoints.length === 1) return [];
  const units = architecture.units.filter((unit) => unit.as === "functions");
  return units.map((unit) => ({ variable: `${screaming(unit.name)}_URL`, at: endpoints.length - 1 }));
};
