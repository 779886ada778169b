import type { Architecture } from "../model/architecture.ts";
import type { Footprint } from "../model/footprint.ts";
import { scaleOf } from "./deploy/scale.ts";
import { processesOf } from "./shipped.ts";
import { CONNECTIONS_OF_A_SERVICE } from "./deploy/view.ts";
import { remoteCalls } from "./footprint/calls.ts";
import { needsOf } from "./platform/needs.ts";

/** What the topology of a spec costs at run time. */
export const footprint = (architecture: Architecture): Footprint => {
  const processes = processesOf(architecture).map((unit) => ({ ...unit, ...scaleOf(unit, architecture) }));
  const services = architecture.units.flatMap((unit) => unit.services).length;
  const { ownDatabases, events, gateway, stores } = needsOf(architecture);
  const sum = (of: (unit: (typeof processes)[number]) => number): number => processes.reduce((all, unit) => all + of(unit), 0);
  return {
    topology: architecture.topology,
    units: architecture.units,
    instances: sum((unit) => unit.min),
    memoryMiB: sum((unit) => unit.min * unit.memoryMiB),
    databases: stores ? (ownDatabases ? services : 1) + (events ? 1 : 0) : 0,
    ownDatabases,
    connections: stores ? sum((unit) => unit.min * unit.services.length * CONNECTIONS_OF_A_SERVICE) : 0,
    gateway,
    calls: remoteCalls(architecture),
  };
};
