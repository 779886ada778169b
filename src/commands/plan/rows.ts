import { footprint } from "../../generators/index.ts";
import type { Architecture } from "../../model/architecture.ts";
import { dataText } from "../../report/index.ts";
import { readKept } from "../../spec/index.ts";
import { type Disk, lastRun } from "../../workspace/index.ts";

/** What moves rows where services are to have other databases than the last run gave them; empty where they have the same, and where no run is known. */
export function rowsText(disk: Disk, architecture: Architecture): string {
  const last = lastRun(disk);
  const was = last.spec === null ? null : readKept(last.spec);
  return was === null || was.services.length === 0 ? "" : dataText(footprint(was), footprint(architecture), architecture.name);
}
