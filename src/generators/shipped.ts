import type { Architecture, Unit } from "../model/architecture.ts";

/** The units that are processes, the one that clients reach first: the gateway where there is one, else the only process. */
export const processesOf = (architecture: Architecture): readonly Unit[] => architecture.units.filter((unit) => unit.as !== "functions");

/** Whether the project has images; a `monolith` that says nothing of containers runs as a plain process, so the smallest project stays small. */
export const inContainers = (architecture: Architecture): boolean =>
  processesOf(architecture).length > 0 && (architecture.deploy.target !== "process" || architecture.topology !== "monolith");
