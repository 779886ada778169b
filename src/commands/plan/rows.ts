import { footprint } from "../../generators/index.ts";
import type { Architecture } from "../../model/architecture.ts";
import { dataText } from "../../report/index.ts";
import { readKept } from "../../spec/index.ts";

/** What moves rows where services are to have other databases than under the spec of the last run, as it was kept; empty where they have the same, and where no run is known. */
export function rowsText(last: string | null, architecture: Architecture): string {
  const was = last === null ? null : readKept(last);
  return was === null || was.services.length === 0 ? "" : dataText(footprint(was), footprint(architecture), architecture.name);
}
