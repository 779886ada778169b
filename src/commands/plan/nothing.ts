import type { Architecture } from "../../model/architecture.ts";
import { type Disk, lastRun } from "../../workspace/index.ts";

/** What is said in place of a plan. */
export const nothingText = "The spec names no service: there is nothing to generate; `keybeam check` holds the layers.\n";

/** Whether a spec says layers alone, as `init` writes it for code that is there already. A project that keybeam made is brought to what its spec means, services or none. */
export const asksForNothing = (disk: Disk, { services, layers }: Architecture): boolean =>
  services.length === 0 && layers.length > 0 && lastRun(disk).keybeam === null;
