import type { Architecture, Unit } from "../../model/architecture.ts";

/** How many instances of a unit run, and what each of them gets. */
export interface UnitScale {
  readonly min: number;
  readonly max: number;
  /** The load in percent at which another instance starts. */
  readonly cpuPercent: number;
  readonly memoryMiB: number;
}

const MEBIBYTE = 1024 * 1024;
const DEFAULT_MEMORY_MIB = 256;
const DEFAULT_CPU_PERCENT = 70;

/** Where the spec says nothing of a unit's scale: two, so that one may be replaced while the other answers. */
const DEFAULT_INSTANCES = 2;

/** A unit gets what its services need together: the memory of all, and as many instances as the one that needs most. */
export const scaleOf = (unit: Unit, { deploy }: Architecture): UnitScale => {
  const scales = unit.services.flatMap((service) => deploy.scale.get(service) ?? []);
  const min = scales.length === 0 ? DEFAULT_INSTANCES : Math.max(1, ...scales.map((one) => one.min));
  const loads = scales.flatMap((one) => one.cpu ?? []);
  const memory = scales.flatMap((one) => one.memoryBytes ?? []).reduce((sum, bytes) => sum + bytes, 0);
  return {
    min,
    max: Math.max(min, ...scales.map((one) => one.max ?? 1)),
    cpuPercent: loads.length === 0 ? DEFAULT_CPU_PERCENT : Math.max(1, Math.round(100 * Math.min(...loads))),
    memoryMiB: memory === 0 ? DEFAULT_MEMORY_MIB : Math.ceil(memory / MEBIBYTE),
  };
};
