import type { Architecture } from "../../model/architecture.ts";
import { readKept } from "../../spec/index.ts";
import { type Disk, lastRun } from "../../workspace/index.ts";

/** Looks at a project before a run; what comes back says after it what is left to do by hand, empty where nothing is. */
export function nextSteps(disk: Disk, architecture: Architecture): () => string {
  const before = dependenciesOn(disk);
  const last = lastRun(disk).spec;
  const was = last === null ? null : readKept(last);
  const restarts = was !== null && was.units.length > 0 && unitsOf(was) !== unitsOf(architecture);
  return () => {
    const steps = [...(dependenciesOn(disk) === before ? [] : ["npm install"]), ...(restarts ? ["start `npm run dev` anew where it runs: the units changed"] : [])];
    return steps.length === 0 ? "" : `\nNext: ${steps.join("; ")}\n`;
  };
}

const unitsOf = ({ units }: Architecture): string => units.map(({ name, as }) => `${name} ${as}`).sort().join("\n");

/** What npm would install, as one text; null where no package.json says it. */
function dependenciesOn(disk: Disk): string | null {
  if (disk.look("package.json")?.kind !== "file") return null;
  try {
    const { dependencies, devDependencies } = JSON.parse(disk.read("package.json").toString()) ?? {};
    return JSON.stringify([dependencies, devDependencies].map((some) => Object.entries(some ?? {}).sort()));
  } catch {
    return null;
  }
}
