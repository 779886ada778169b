import type { Architecture } from "../../model/architecture.ts";
import { rowsText } from "../plan/rows.ts";
import { readKept } from "../../spec/index.ts";
import { type Disk, lastSpec } from "../../workspace/index.ts";

/**
 * Looks at a project before a run; what comes back says after it what is left to do by hand, empty where nothing is. All that takes time is done
 * then: whoever is slow before the lock finds that somebody else wrote meanwhile.
 */
export function nextSteps(disk: Disk, architecture: Architecture): () => string {
  const [before, last] = [manifestOn(disk), lastSpec(disk)];
  return () => {
    const was = last === null ? null : readKept(last);
    const restarts = was !== null && was.units.length > 0 && unitsOf(was) !== unitsOf(architecture);
    const steps = [...(dependenciesIn(manifestOn(disk)) === dependenciesIn(before) ? [] : ["npm install"]), ...(restarts ? ["start `npm run dev` anew where it runs: the units changed"] : [])];
    return `${rowsText(last, architecture)}${steps.length === 0 ? "" : `\nNext: ${steps.join("; ")}\n`}`;
  };
}

const manifestOn = (disk: Disk): string | null => (disk.look("package.json")?.kind === "file" ? disk.read("package.json").toString() : null);

const unitsOf = ({ units }: Architecture): string => units.map(({ name, as }) => `${name} ${as}`).sort().join("\n");

/** What npm would install, as one text; null where no package.json says it. */
function dependenciesIn(manifest: string | null): string | null {
  if (manifest === null) return null;
  try {
    const { dependencies, devDependencies } = JSON.parse(manifest) ?? {};
    return JSON.stringify([dependencies, devDependencies].map((some) => Object.entries(some ?? {}).sort()));
  } catch {
    return null;
  }
}
